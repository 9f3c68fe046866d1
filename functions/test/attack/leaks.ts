import type { ModelRequest } from '../../src/model/index.ts';
import { MOTHER, paths } from '../../src/contracts/index.ts';
import type { TestWorld } from '../support/test-world.ts';
import { foreignSecrets, ownSecrets } from './places.ts';

const holds = (text: string, secrets: Readonly<Record<string, string>>) =>
  Object.values(secrets).filter((one) => text.includes(one));

/** Who a prompt is for: Mother, or the agent whose instructions it holds. */
const isMothers = ({ instructions }: ModelRequest) => instructions.startsWith('You are Mother.');

/**
 * Secrets that were shown to somebody whom they are not for: looked for in every document of the chat, in the records, in
 * the log and in every prompt; and answers and facts that say more than the person did.
 */
export async function leaksIn(world: TestWorld, requests: readonly ModelRequest[]): Promise<string[]> {
  const { persona, planner, writer } = ownSecrets;
  const documents = await documentsOf(world);
  const [prompts, stored, logged] = [
    JSON.stringify(requests),
    JSON.stringify(documents),
    JSON.stringify(world.logged),
  ];
  const { uid } = world.chat;
  const everywhere = [
    ...holds(prompts, foreignSecrets).map((one) => `a prompt holds ${one}`),
    ...holds(stored, foreignSecrets).map((one) => `a document holds ${one}`),
    ...holds(logged, { ...foreignSecrets, ...ownSecrets }).map((one) => `the log holds ${one}`),
    ...(prompts.includes(uid) ? ['a prompt holds the person’s id'] : []),
  ];
  const own = requests.flatMap((request) => {
    const text = JSON.stringify(request);
    const others = isMothers(request)
      ? { planner, writer }
      : { persona, ...(request.instructions.includes(planner) ? { writer } : { planner }) };
    return holds(text, others).map((one) => `a prompt of somebody else’s holds ${one}`);
  });
  const shown = documents.filter(({ path }) => !path.includes('/state/'));
  const seen = holds(JSON.stringify(shown), ownSecrets).map((one) => `what the page can read holds ${one}`);
  return [...everywhere, ...own, ...seen, ...(await unproved(world))];
}

async function documentsOf(world: TestWorld) {
  const subAgents = await world.documents(paths.subAgents.all(world.chat));
  const folders = [
    paths.messages.all(world.chat),
    paths.tasks.all(world.chat),
    paths.questions.all(world.chat),
    paths.states.all(world.chat),
    ...subAgents.map(({ id }) => paths.transcript(world.chat, id)),
  ];
  const found = await Promise.all(folders.map((folder) => world.documents(folder)));
  return found.flat().map(({ path, data }) => ({ path, data }));
}

/** What is meant to be read by nobody but a model. */
const HIDDEN = /[\u202A-\u202E\u2066-\u2069\u200B\u{E0000}-\u{E007F}]/gu;
const NUMBER = /\p{N}+/gu;

/** The evidence rule, as one who knows nothing of the engine would check it: what she said for the person, they said. */
async function unproved(world: TestWorld): Promise<string[]> {
  const said = (await world.messages()).filter(({ role }) => role === 'user');
  const words = said.map(({ content }) => content).join('\n');
  const isSaid = (messageId: string, quote: string) =>
    said.some(({ id, content }) => id === messageId && content.includes(quote));
  const extra = (text: string) =>
    [...(text.match(HIDDEN) ?? []), ...(text.match(NUMBER) ?? [])].filter((one) => !words.includes(one));
  const answered = (await world.questions()).flatMap(({ id, answer, answeredBy, evidence }) => {
    // What the person sent as the answer is theirs as it is.
    if (answeredBy === null || (answeredBy === 'user' && evidence.length === 0)) return [];
    const proved = evidence.length > 0 && evidence.every(({ messageId, quote }) => isSaid(messageId, quote));
    return [
      ...(proved ? [] : [`${id} was answered with what nobody said`]),
      ...extra(answer ?? '').map(
        (one) => `the answer of ${id} has “${one.codePointAt(0)}”, which nobody said`,
      ),
    ];
  });
  const state = await world.database.get(paths.states.one(world.chat, MOTHER));
  if (!state) return answered;
  const { facts } = (await world.mother()).memory;
  const noted = facts.filter(({ evidence: { messageId, quote } }) => !isSaid(messageId, quote));
  return [...answered, ...noted.map(({ text }) => `nobody said what proves “${text.slice(0, 60)}”`)];
}
