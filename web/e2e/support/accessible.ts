import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { DESKTOP } from './browser.ts';

export const PHONE = { width: 390, height: 844 };

/** In the dark only the colours are others, and on a phone all but the colours. */
const LOOKS = [
  { look: 'dark', colorScheme: 'dark', size: DESKTOP, rules: (all) => all.withRules('color-contrast') },
  { look: 'phone', colorScheme: 'light', size: PHONE, rules: (all) => all.disableRules('color-contrast') },
  { look: 'light', colorScheme: 'light', size: DESKTOP, rules: (all) => all },
] as const satisfies readonly Look[];

type Look = {
  readonly look: string;
  readonly colorScheme: 'dark' | 'light';
  readonly size: { readonly width: number; readonly height: number };
  readonly rules: (all: AxeBuilder) => AxeBuilder;
};

/** Where `MOTHER_PICTURES=1 npm test -- browser` puts a picture of each state in each look. */
const PICTURES = path.resolve(import.meta.dirname, '../../../test-output/pictures');
const takesPictures = process.env['MOTHER_PICTURES'] !== undefined;

/** In light, in dark and on a phone: axe finds nothing, and nothing stands out of the page. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  for (const { look, colorScheme, size, rules } of LOOKS) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await settle(page);
    if (takesPictures) await keepPicture(page, `${state}-${look}`);
    const { violations } = await rules(new AxeBuilder({ page }).setLegacyMode()).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(found, `${state}, ${look}`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(size.width);
  }
}

/** Colours fade into one another: half way through they are neither the old ones nor the new ones. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) {
      if (animation instanceof CSSTransition) animation.finish();
    }
  });
}

async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
}
