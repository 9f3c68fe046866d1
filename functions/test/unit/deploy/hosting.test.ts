import { describe, expect, it } from 'vitest';
import firebaseJson from '../../../../firebase.json' with { type: 'json' };
import { deployedHeaders } from '../../../../scripts/local/page-headers.ts';

const { headers: rules } = firebaseJson.hosting;
const sent = rules.find(({ source }) => source === '**')?.headers ?? [];
const directives = new Map(
  (deployedHeaders['Content-Security-Policy'] ?? '').split('; ').map((one) => {
    const [name = '', ...sources] = one.split(' ');
    return [name, sources] as const;
  }),
);

describe('what Hosting sends with each file', () => {
  it('is what the local servers send', () => {
    expect(Object.fromEntries(sent.map(({ key, value }) => [key, value]))).toEqual(deployedHeaders);
  });

  it('nothing is allowed that is not named, and nobody else may show the page', () => {
    for (const name of ['default-src', 'object-src', 'base-uri', 'frame-ancestors'])
      expect([name, directives.get(name)]).toEqual([name, ["'none'"]]);
    expect(directives.get('form-action')).toEqual(["'self'"]);
  });

  it('no script but those of the page and of Google’s sign-in and App Check', () => {
    expect(directives.get('script-src')).toEqual([
      "'self'",
      'https://apis.google.com',
      'https://www.google.com/recaptcha/',
      'https://www.gstatic.com/recaptcha/',
    ]);
  });

  it('no eval, no whole scheme, no machine of a developer’s', () => {
    const all = [...directives.values()].flat();
    for (const one of ["'unsafe-eval'", 'https:', 'http:', '*', 'blob:']) expect(all).not.toContain(one);
    expect(all.filter((one) => /localhost|127\.0\.0\.1|^ws/u.test(one))).toEqual([]);
    const inline = [...directives].filter(([, sources]) => sources.includes("'unsafe-inline'"));
    expect(inline.map(([name]) => name)).toEqual(['style-src-elem']);
  });
});
