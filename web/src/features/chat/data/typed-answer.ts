import type { Field, Question } from 'functions/contracts';

/** An answer that is more than words: the composer becomes its field while it is being given. */
export type TypedField = Exclude<Field, { type: 'text' }>;

/** The field that an answer to a question has to go through; null: words do, or nobody waits for it. */
export const typedFieldOf = ({ kind, status, field }: Question): TypedField | null =>
  kind === 'input' && status === 'relayed' && field.type !== 'text' ? field : null;

/** What can be sent of an answer, and why not. */
export type AnswerCheck = { readonly answer: string; readonly problem: string | null };

/** Digits, one point at most: a comma parts thousands for some and decimals for others. */
const NUMBER = /^[-+]?\d+(?:\.\d+)?$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

export function checkAnswer(field: TypedField, options: readonly string[], text: string): AnswerCheck {
  const answer = text.trim();
  const fault = (problem: string): AnswerCheck => ({ answer, problem });
  switch (field.type) {
    case 'choice':
      return options.includes(answer) ? { answer, problem: null } : fault('Choose one of these.');
    case 'date':
      return DAY.test(answer) && !Number.isNaN(Date.parse(answer))
        ? { answer, problem: null }
        : fault('Choose a day.');
    case 'number':
      return checkNumber(field, answer);
    default:
      return field satisfies never;
  }
}

type NumberField = Extract<TypedField, { type: 'number' }>;

function checkNumber(field: NumberField, answer: string): AnswerCheck {
  const { integer, min, max } = field;
  const value = Number(answer);
  const fault = (problem: string): AnswerCheck => ({ answer, problem });
  if (!NUMBER.test(answer)) return fault(`Write a number, like ${integer ? '12' : '12.5'}.`);
  if (integer && !Number.isInteger(value)) return fault('Write a whole number.');
  if ((min !== null && value < min) || (max !== null && value > max)) return fault(`${rangeOf(field)}.`);
  return { answer: String(value), problem: null };
}

/** "From 1 to 10"; empty where nothing bounds it. */
export function rangeOf({ min, max }: NumberField): string {
  if (min !== null && max !== null) return `From ${min} to ${max}`;
  if (min !== null) return `${min} or more`;
  return max === null ? '' : `${max} or less`;
}
