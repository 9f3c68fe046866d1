import { expectAccessible } from './support/accessible.ts';
import { test } from './support/fixtures.ts';
import { buildHosted, HOSTED, serveHosted } from './support/hosted.ts';

test('the deployed page without its configuration says so; Reload mends it once that is there', async ({
  browser,
  pages,
}) => {
  await buildHosted();
  let configuration: object | null = null;
  // Hosting answers with the page itself where there is no such file.
  pages.expectedErrors.push(/SyntaxError: .* is not valid JSON/u);
  const page = await pages.openAlone(browser, { baseURL: HOSTED });
  await serveHosted(page, () => configuration);
  await page.goto('/');
  const problem = page.getByRole('alert');
  await problem.getByRole('heading', { name: 'Mother could not start' }).waitFor();
  await expectAccessible(page, 'start-problem');

  configuration = { apiKey: 'of-the-project', projectId: 'mother', authDomain: 'mother.example' };
  await problem.getByRole('button', { name: 'Reload' }).click();
  await page.getByRole('textbox', { name: 'E-mail' }).waitFor();
  await expectAccessible(page, 'sign-in-deployed');
});
