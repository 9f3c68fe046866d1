import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { lines } from '../../../src/engine/log.ts';

const root = new URL('../../../../', import.meta.url);
const page = readFileSync(new URL('docs/operations.md', root), 'utf8');
const all = (pattern: RegExp) => [...page.matchAll(pattern)].map(({ groups }) => groups?.['found'] ?? '');

describe('docs/operations.md', () => {
  it('has each line of the log in an alert, or says that it is none', () => {
    const missing = Object.keys(lines).filter((line) => {
      const isMeant = page.includes(`"${line}"`) || page.includes(`\`${line}\``);
      return !isMeant && !(line.endsWith('_unreadable') && page.includes('_unreadable$'));
    });
    expect(missing).toEqual([]);
  });

  it('filters by names of lines that there are', () => {
    const filters = all(/jsonPayload\.event=(?<found>\([^)]*\)|"[^"]*")/gu);
    const named = filters.flatMap((filter) => [...filter.matchAll(/"(?<name>\w+)"/gu)].map((one) => one[1]));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(String(name) in lines))).toEqual([]);
  });

  it('names commands and files that there are', () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync(new URL('package.json', root), 'utf8')));
    expect(all(/npm run (?<found>[\w-]+)/gu).filter((name) => !(name in scripts))).toEqual([]);
    const links = all(/\]\((?<found>[^)#]+)\)/gu);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((link) => !existsSync(new URL(link, new URL('docs/', root))))).toEqual([]);
  });
});
