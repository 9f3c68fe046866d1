import {
  namesInWords,
  type AssistantMessage,
  type Message,
  type Question,
  type Task,
  type UserMessage,
} from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { type Exported, timeInExport } from './export.ts';
import { stoppedWhat } from './stopping.ts';

// Whatever somebody wrote stands in a quote, line by line: there a fence that nobody closed ends with the quote, and a
// heading is no heading of the file. What stands between our own words is on one line, and its marks are escaped.

const quoted = (text: string): string =>
  text
    .trim()
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');

const inline = (text: string): string =>
  text
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]{}<>()#+\-!|~&]/gu, String.raw`\$&`);

const paragraphs = (...all: readonly (string | null)[]): string =>
  all.filter((one) => one !== null && one !== '').join('\n\n');

/** A chat for people, and for anything that shows Markdown. */
export function exportMarkdown(exported: Exported): string {
  const { chat, messages, tasks, complete, exportedAt } = exported;
  const known: Known = {
    agentOf: (taskId) => tasks.find(({ id }) => id === taskId)?.data.agentName,
    questions: new Map(exported.questions.map(({ id, data }) => [id, data])),
  };
  const started = Map.groupBy(tasks, ({ data }) => data.messageId);
  const shown = new Set(messages.map(({ id }) => id));
  const rest = tasks.filter(({ data }) => !shown.has(data.messageId));
  return `${paragraphs(
    `# ${inline(chat.title)}`,
    `Exported from Mother on ${timeInExport(exportedAt)}.${
      complete ? '' : ' Only the newest part of the chat: what came before could not be read.'
    }`,
    overviewOf(tasks),
    ...messages.map((entry) =>
      paragraphs(messageText(entry, known), ...(started.get(entry.id) ?? []).map(taskText)),
    ),
    ...rest.map(taskText),
  )}\n`;
}

type Known = {
  readonly agentOf: (taskId: string) => string | undefined;
  readonly questions: ReadonlyMap<string, Question>;
};

function overviewOf(tasks: readonly Parsed<Task>[]): string | null {
  if (tasks.length === 0) return null;
  const rows = tasks.map(
    ({ data }) => `| ${inline(data.agentName)} | ${inline(data.title)} | ${taskEnd(data)} |`,
  );
  return ['| Agent | Task | State |', '|---|---|---|', ...rows].join('\n');
}

const taskEnd = ({ status, supersededBy }: Task): string => {
  const words = status === 'cancelled' ? 'stopped' : status;
  return supersededBy === null ? words : `${words}, replaced by another try`;
};

const taskText = ({ data }: Parsed<Task>): string =>
  paragraphs(
    `**Task for ${inline(data.agentName)}: ${inline(data.title)}** (${taskEnd(data)})`,
    data.result === null ? null : quoted(data.result),
    data.error ? inline(data.error.message) : null,
  );

function messageText({ data }: Parsed<Message>, known: Known): string {
  return data.role === 'user' ? personText(data, known) : motherText(data, known);
}

function personText(data: UserMessage, { agentOf, questions }: Known): string {
  const head = `## You, ${timeInExport(data.createdAt)}`;
  const refusal = data.refusal ? `(Not accepted: ${inline(data.refusal.message)})` : null;
  if (data.stop) {
    return paragraphs(head, `(You asked to stop ${inline(stoppedWhat(data.stop, agentOf))}.)`, refusal);
  }
  if (data.correct) {
    const name = questions.get(data.correct.questionId)?.name;
    return paragraphs(
      head,
      `(You corrected ${name === undefined ? 'an answer' : `the answer for ${inline(name)}`} to:)`,
      quoted(data.correct.answer),
      refusal,
    );
  }
  if (data.consent) {
    const summary = questions.get(data.consent.questionId)?.consent?.summary ?? 'what an agent asked for';
    const verb = data.consent.decision === 'yes' ? 'allowed' : 'did not allow';
    return paragraphs(head, `(You ${verb}: ${inline(summary)})`, refusal);
  }
  if (data.retry) return paragraphs(head, '(You asked to try again.)', refusal);
  const passed = namesInWords((data.passedTo ?? []).map(({ name }) => name));
  return paragraphs(
    head,
    quoted(data.content),
    passed === '' ? null : `(Passed to ${inline(passed)})`,
    refusal,
  );
}

function motherText(data: AssistantMessage, { questions }: Known): string {
  const question = data.questionId === null ? undefined : questions.get(data.questionId);
  return paragraphs(
    `## Mother, ${timeInExport(data.createdAt)}`,
    quoted(data.content) === '>' ? null : quoted(data.content),
    ...(data.kind === 'question' ? inCard(data.questionId, questions).map(answerText) : []),
    data.kind === 'ack' && question?.correction ? correctionText(question) : null,
    stateText(data),
  );
}

/** What was asked in one card: a question, and those of other tasks that ask the same. */
const inCard = (root: string | null, questions: Known['questions']): Question[] =>
  [...questions].flatMap(([id, question]) => ((question.sameAs ?? id) === root ? [question] : []));

const answerText = (question: Question): string =>
  question.answer === null
    ? `(Asked for ${inline(question.name)}; not answered)`
    : paragraphs(
        `(Asked for ${inline(question.name)}; answered by ${question.answeredBy === 'user' ? 'you' : 'Mother'}:)`,
        quoted(question.answer),
        correctionText(question),
      );

const correctionText = ({ correction }: Question): string | null =>
  correction === null ? null : paragraphs('(Corrected later to:)', quoted(correction));

function stateText({ status, error }: AssistantMessage): string | null {
  if (error) return `(Failed: ${inline(error.message)})`;
  if (status === 'streaming') return '(Still being written)';
  return status === 'stopped' ? '(Stopped)' : null;
}
