import { namesInWords, type OpenQuestion, type Question } from '../contracts/index.ts';
import { normalised } from './repeats.ts';

// What several tasks ask alike is asked once: the first question has the card in the chat, the others name it as
// `sameAs`. Together they are a group, known by that first question, its root; whoever of them waits is asked for in
// the card, also when the first one no longer does.

/** The question whose card in the chat stands for this one. */
export const rootOf = ({ questionId, sameAs }: Pick<OpenQuestion, 'questionId' | 'sameAs'>): string =>
  sameAs ?? questionId;

/** All that wait in one card, the first one first. */
export const groupOf = (questions: readonly OpenQuestion[], root: string): OpenQuestion[] =>
  questions.filter((one) => rootOf(one) === root);

/** How many cards wait for the person. */
export const countCards = (questions: readonly OpenQuestion[]): number => new Set(questions.map(rootOf)).size;

type Asked = Pick<Question, 'taskId' | 'text' | 'options' | 'field'>;
type Taken = Pick<Asked, 'options' | 'field'>;

/** Whether what answers the one can answer the other: an answer of another type, or out of other options, cannot. */
export const takesTheSame = (a: Taken, b: Taken): boolean =>
  JSON.stringify(fieldOf(a)) === JSON.stringify(fieldOf(b));

/** A field with the options that an answer has to be one of. */
function fieldOf({ field, options }: Taken): readonly unknown[] {
  if (field.type === 'choice') return options.toSorted();
  return field.type === 'number' ? [field.type, field.integer, field.min, field.max] : [field.type];
}

/** Whether two tasks ask the same, word for word, with the same options. */
export const asksTheSame = (a: Omit<Asked, 'field'>, b: Omit<Asked, 'field'>): boolean =>
  a.taskId !== b.taskId &&
  normalised(a.text) === normalised(b.text) &&
  a.options.length === b.options.length &&
  a.options.every((option) => b.options.includes(option));

/** What a card says: who asks, and what; of several tasks of one agent also for how many. */
export function cardOf(group: readonly OpenQuestion[]): string {
  const [first] = group;
  if (first?.kind === 'consent') return `${first.name} asks for your permission: ${first.text}`;
  const names = namesInWords(group.map(({ name }) => name));
  const agents = new Set(group.map(({ name }) => name)).size;
  const several = agents > 1;
  const tasks = group.length > agents ? ` for ${group.length} tasks` : '';
  const isAgain = group.every(({ repeats }) => repeats !== null);
  const need = several ? 'need' : 'needs';
  const lead = isAgain ? (several ? 'ask again' : 'asks again') : `${need} input`;
  return `${several ? 'Agents' : 'Agent'} ${names} ${lead}${tasks}: ${group[0]?.text ?? ''}`;
}

/**
 * The questions that an answer to `questionId` is for: all in its card that wait, itself among them or not, and those
 * that ask one of them again. `questions` are all that the answer may be for, as they are now.
 */
export function askedIn(
  questionId: string,
  questions: ReadonlyMap<string, Question>,
): [questionId: string, Question][] {
  const rootIn = (id: string) => questions.get(id)?.sameAs ?? id;
  const waiting = [...questions].filter(([, { status }]) => status === 'open' || status === 'relayed');
  const cards = new Set(
    waiting
      .filter(
        ([id, { repeats }]) =>
          rootIn(id) === rootIn(questionId) || (repeats !== null && rootIn(repeats) === rootIn(questionId)),
      )
      .map(([id]) => rootIn(id)),
  );
  return waiting.filter(([id]) => cards.has(rootIn(id)));
}
