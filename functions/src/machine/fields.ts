import type { Field, Question } from '../contracts/index.ts';

const NUMBER = /^-?\d+(\.\d+)?$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/** Whether such a day is in the calendar: the 30th of February is not. */
function isDay(text: string): boolean {
  const time = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function numberProblem(
  text: string,
  { integer, min, max }: Extract<Field, { type: 'number' }>,
): string | null {
  if (!NUMBER.test(text)) return 'It has to be a number, such as 12 or 12.5.';
  const value = Number(text);
  if (integer && !Number.isInteger(value)) return 'It has to be a whole number.';
  if (min !== null && value < min) return `It has to be at least ${min}.`;
  if (max !== null && value > max) return `It has to be at most ${max}.`;
  return null;
}

/** What is wrong with an answer to a question of this type, in words for the person; null: nothing. */
export function problemWith(
  answer: string,
  { field, options }: Pick<Question, 'field' | 'options'>,
): string | null {
  const text = answer.trim();
  switch (field.type) {
    case 'text':
      return null;
    case 'choice':
      return options.includes(text) ? null : `It has to be one of: ${options.join(', ')}.`;
    case 'number':
      return numberProblem(text, field);
    case 'date':
      return isDay(text) ? null : 'It has to be a day, written like 2026-01-31.';
    default:
      return field satisfies never;
  }
}
