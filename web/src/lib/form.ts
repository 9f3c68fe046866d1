import { zodResolver } from '@hookform/resolvers/zod';
import type { FieldValues, Resolver } from 'react-hook-form';
import type { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const figure = new Intl.NumberFormat('en');

const bound = (value: number | bigint): string => figure.format(value);

/** What is wrong with an input, in words for whoever fills in a form; undefined: the schema's own words. */
export function fieldProblem(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected === 'number' || issue.expected === 'int' ? 'Write a number.' : 'Fill this in.';
    case 'too_small':
      if (issue.origin === 'string') return 'Fill this in.';
      return `Not less than ${bound(issue.minimum)}.`;
    case 'too_big':
      if (issue.origin === 'string') return `At most ${bound(issue.maximum)} characters.`;
      return issue.origin === 'array'
        ? `At most ${bound(issue.maximum)} of these.`
        : `Not more than ${bound(issue.maximum)}.`;
    case 'invalid_format':
      if (issue.format === 'email') return 'Write an e-mail address, like name@example.com.';
      return issue.format === 'url' ? 'Write a whole address, like https://shop.example.com.' : undefined;
    case 'invalid_union':
      return 'This cannot be used. Check it.';
    default:
      return undefined;
  }
}

/** Checks a form with a contract's own schema; what is wrong stands at its field, in words. */
export const checkedBy = <I extends FieldValues, O>(schema: z.ZodType<O, I>): Resolver<I, unknown, O> =>
  zodResolver(schema, { error: fieldProblem });
