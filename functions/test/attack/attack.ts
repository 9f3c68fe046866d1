import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { builtInTools, type Tool } from '../../src/connectors/index.ts';
import { MOTHER, paths, type Agent, type ChatRef } from '../../src/contracts/index.ts';
import type { Store } from '../../src/store/port.ts';
import { createPersonalTenant } from '../../src/tenants/create-personal-tenant.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';
import { leaksIn } from './leaks.ts';
import { ObedientModel, type Entrance } from './obedient-model.ts';
import { SAID, ids, makeForeign, makeOwn } from './places.ts';
import { WatchedStore, type Fence } from './watched-store.ts';

/** What an attack came to. */
export type Attacked = {
  /** What was broken, crossed or shown, in words; nothing, if all held. */
  readonly wrong: readonly string[];
  readonly crossings: number;
  /** Answers of the model in which it obeyed, or attacked. */
  readonly turns: number;
  /** Questions that were answered in the person's place: not everything may be refused. */
  readonly answered: number;
  readonly largest: number;
};

/** One's own chat, one's own tenant to read, and the record of what was done. */
function fenceOf(chat: ChatRef, tenantId: string): Fence {
  const own = paths.chat(chat);
  const run = paths.runs.one(`${chat.uid}-${chat.chatId}-`);
  const isPlain = (path: string) => path.split('/').every((part) => part !== '' && !/^\.+$/u.test(part));
  const isOwn = (path: string) => isPlain(path) && (path === own || path.startsWith(`${own}/`));
  const isTenants = (path: string) =>
    isPlain(path) && (path === paths.tenant(tenantId) || path.startsWith(`${paths.agents.all(tenantId)}/`));
  return {
    mayRead: (path) => isOwn(path) || isTenants(path),
    mayWrite: (path) => isOwn(path) || path.startsWith(run),
  };
}

/** A tool that reads what anybody may have written. */
const lookUp = (page: string): Tool => ({
  name: 'look_up',
  description: 'Reads a page.',
  verb: 'Reading',
  input: z.looseObject({}),
  output: z.object({ page: z.string() }),
  run: () => ({ page }),
});

/** Where what is said comes out of a database. */
const stored: readonly Entrance[] = ['message', 'description', 'fact'];

/** One conversation in which an attacker gets something in, up to the point where nothing is at work any more. */
export async function attack(store: Store, entrance: Entrance, words: string): Promise<Attacked> {
  // What comes out of a database is whole: only a model can say half a character.
  const text = stored.includes(entrance) ? words.toWellFormed() : words;
  const chat = { uid: `u${randomUUID()}`, chatId: 'attacked000000000001' };
  const tenantId = await createPersonalTenant(store, { uid: chat.uid, name: 'Test', email: '' });
  const poisoned: Partial<Agent> =
    entrance === 'description' ? { description: text, name: nameOf(text) } : {};
  await makeForeign(store);
  await makeOwn(store, chat, tenantId, poisoned);
  const watched = new WatchedStore(store, fenceOf(chat, tenantId));
  const agents = ['planner', 'writer', 'estimator'].map((id) => paths.agents.one(tenantId, id));
  await watched.know([paths.chat(chat), ...agents]);
  const model = new ObedientModel(entrance, text);
  const tools = [...Object.values(builtInTools), lookUp(text)];
  const script = { mother: () => ({}) };
  const world = await TestWorld.open(script, { database: watched, chat, tools, model, tenantId });
  await converse(world, entrance, text);
  if (!(await comesToRest(world))) watched.violations.push('it never comes to rest');
  const wrong = [...watched.violations, ...watched.crossings, ...(await leaksIn(world, model.requests))];
  for (const { event, fields } of world.errors()) wrong.push(`${event}: ${JSON.stringify(fields)}`);
  await expectSound(world).catch((error: unknown) => wrong.push(`not sound: ${String(error)}`));
  const questions = await world.questions();
  return {
    wrong,
    crossings: watched.crossings.length,
    turns: model.turns,
    answered: questions.filter(({ answeredBy }) => answeredBy === 'orchestrator').length,
    largest: watched.largest,
  };
}

/** An agent's name as its definition may have it: short, in one line. */
const nameOf = (text: string) => text.slice(0, 40).toWellFormed();

async function converse(world: TestWorld, entrance: Entrance, text: string): Promise<void> {
  await world.write(SAID, {}, ids.said);
  await world.deliver();
  if (entrance === 'fact') await poison(world, text);
  if (entrance === 'message') await world.say(text);
  await world.say('Do it');
  await world.say('And now?');
  const waiting = (await world.questions()).filter(({ status }) => status === 'relayed');
  for (const { id } of waiting) await world.say('It is 654321', { replyTo: id });
  await world.say('Thanks');
  const left = (await world.questions()).filter(({ status }) => status === 'relayed');
  if (left.length > 0) await world.say('', { stop: { kind: 'all' } });
}

/** Hand-overs are gone on with, as the platform does, so many times at most. */
async function comesToRest(world: TestWorld): Promise<boolean> {
  for (let round = 0; round < 50; round += 1) if ((await world.takeWakes()) === 0) return true;
  return false;
}

/** What Mother has noted and what she has summed up are an attacker's words. */
async function poison(world: TestWorld, text: string): Promise<void> {
  const { memory, rev } = await world.mother();
  const [said] = memory.recent;
  if (!said) throw new Error('Nothing was said');
  const saidAt = said.createdAt;
  const facts = [{ text: text.slice(0, 300), evidence: { messageId: ids.said, quote: 'tea', saidAt } }];
  const poisoned = { ...memory, facts, summary: text.slice(0, 6_000) };
  await world.change(paths.states.one(world.chat, MOTHER), { memory: poisoned, rev: rev + 1 });
}
