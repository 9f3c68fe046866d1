import { saveConnection, createCompany, inviteMember, limits } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { fieldProblem } from './form.ts';

/** What a form would show at each field. */
function problems(schema: z.ZodType, input: unknown): Record<string, string> {
  const { error } = schema.safeParse(input, { error: fieldProblem });
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]));
}

const id = 'abcdefghij0123456789';

describe('what is wrong with an input, in words', () => {
  test('nothing, or only space, in a name -> fill it in', () => {
    expect(problems(createCompany.input, { id, name: '   ' })).toEqual({ name: 'Fill this in.' });
    expect(problems(createCompany.input, { id })).toEqual({ name: 'Fill this in.' });
  });
  test('a name too long -> how long it may be', () => {
    const name = 'x'.repeat(limits.nameLength + 1);
    expect(problems(createCompany.input, { id, name })).toEqual({ name: 'At most 80 characters.' });
  });
  test('no e-mail address -> what one looks like', () => {
    const found = problems(inviteMember.input, { tenantId: 't', email: 'alice', role: 'member' });
    expect(found).toEqual({ email: 'Write an e-mail address, like name@example.com.' });
  });
  test('no address of a shop -> what one looks like', () => {
    const shop = { tenantId: 't', credentialId: 'c', kind: 'woocommerce', label: 'Shop', keys: null };
    expect(problems(saveConnection.input, { ...shop, url: 'shop' })).toEqual({
      url: 'Write a whole address, like https://shop.example.com.',
    });
  });
});
