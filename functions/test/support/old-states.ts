import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { MOTHER, limits, paths, type Mail } from '../../src/contracts/index.ts';
import { create } from '../../src/store/documents.ts';
import { SERVER_TIME } from '../../src/store/port.ts';
import { sweep } from '../../src/engine/sweep.ts';
import { companyDocuments } from './company-documents.ts';
import { crashAt, playCleanly } from './crash.ts';
import { before, kindOf, type Document } from './document-kinds.ts';
import { guardedScenes } from './guarded-scenes.ts';
import { interruptedScenes } from './interrupted-scenes.ts';
import { MemoryStore } from './memory-store.ts';
import type { Scene } from './scenes.ts';
import { TestWorld } from './test-world.ts';

// Chats as they were stored by the code of their time: one file a state, one folder a schema version. They are made from
// real plays, once, and then kept: what is there is never written again.

const FOLDER = new URL('../fixtures/', import.meta.url);
const folderOf = (version: number) => new URL(`v${version}/`, FOLDER);

/** The scenes that states are saved of. */
export const savedScenes = { ...interruptedScenes, ...guardedScenes };

const oldState = z.object({
  scene: z.enum(Object.keys(savedScenes) as [keyof typeof savedScenes]),
  uid: z.string(),
  chatId: z.string(),
  /** What time it was when it was left like this. */
  savedAt: z.number(),
  documents: z.array(z.object({ path: z.string(), data: z.record(z.string(), z.unknown()) })),
});
export type OldState = z.output<typeof oldState> & { readonly name: string };

type SceneName = OldState['scene'];

/** The versions that there are states of. */
export const savedVersions = (): number[] =>
  readdirSync(FOLDER)
    .map((name) => Number(name.slice(1)))
    .toSorted((a, b) => a - b);

export const savedStates = (version: number): OldState[] =>
  readdirSync(folderOf(version))
    .toSorted()
    .map((file) => ({
      name: file.replace('.json', ''),
      ...oldState.parse(JSON.parse(readFileSync(new URL(file, folderOf(version)), 'utf8'))),
    }));

/** Puts a saved chat into a database, as if it had been left like that just now. */
export async function load({ uid, chatId, savedAt, documents, scene }: OldState): Promise<TestWorld> {
  const database = new MemoryStore();
  const later = Date.now() - savedAt;
  const moved = (key: string, value: unknown): unknown => {
    if (typeof value === 'number' && key.endsWith('At')) return value + later;
    if (Array.isArray(value)) return value.map((one: unknown) => moved('', one));
    return typeof value === 'object' && value !== null ? allMoved(value) : value;
  };
  const allMoved = (data: object) =>
    Object.fromEntries(
      Object.entries(data).map(([key, value]: [string, unknown]) => [key, moved(key, value)]),
    );
  await database.commit(
    documents.map(({ path, data }) => ({ op: 'set' as const, path, data: allMoved(data) })),
  );
  return TestWorld.open(savedScenes[scene].script, { database, chat: { uid, chatId } });
}

type Making = { readonly scene: SceneName; readonly play: (scene: Scene) => Promise<TestWorld> };

const toTheEnd = async (scene: Scene) => (await playCleanly(scene, new MemoryStore())).world;

/** Only the first line is written, and no time passes. */
function atFirst(scene: Scene): Promise<TestWorld> {
  const { waitsMs: _, person, ...rest } = scene;
  return toTheEnd({ ...rest, person: (page) => (page.messages.length === 0 ? person(page) : null) });
}

/** The process ends after the first boundary of this name. */
const diedAfter = (name: RegExp) => async (scene: Scene) => {
  const { boundaries } = await playCleanly(scene, new MemoryStore());
  const at = boundaries.find((one) => name.test(one));
  if (at === undefined) throw new Error(`${scene.name} has no ${String(name)}`);
  return crashAt(scene, { at, side: 'after' }, new MemoryStore());
};

/** The sweeper has seen it, and nobody has come yet. */
async function rescued(scene: Scene): Promise<TestWorld> {
  const left = await diedAfter(/^model\.call Planner #1/u)(scene);
  const world = await left.another(scene.script);
  world.aheadMs += limits.leaseMs + limits.sweepAfterMs + 1_000;
  await sweep(world.engine);
  return world;
}

/** A company's chat, with all that a company has beside it. */
async function inCompany(scene: Scene): Promise<TestWorld> {
  const world = await toTheEnd(scene);
  await world.database.commit(companyDocuments(world.tenantId));
  return world;
}

/** Mother is to end everything, and has nothing left that could end. */
async function endedAgain(scene: Scene): Promise<TestWorld> {
  const world = await toTheEnd(scene);
  await world.database.commit([
    create<Mail>(paths.mail.one(world.chat, 'again'), {
      schemaVersion: 1,
      to: MOTHER,
      kind: 'end_all',
      reason: 'orchestration_off',
      createdAt: SERVER_TIME,
    }),
  ]);
  return world;
}

const makings: Readonly<Record<string, Making>> = {
  idle: { scene: 'withChip', play: toTheEnd },
  'used-a-tool': { scene: 'fromContext', play: toTheEnd },
  streaming: { scene: 'withChip', play: diedAfter(/^store\.commit parts/u) },
  asking: { scene: 'withChip', play: diedAfter(/^store\.commit mail .*questions/u) },
  waiting: { scene: 'withChip', play: atFirst },
  queued: { scene: 'queues', play: diedAfter(/^store\.commit .*tasks/u) },
  'handed-over': { scene: 'handsOver', play: diedAfter(/^store\.commit .*state of mother \+ wakes/u) },
  corrected: { scene: 'isCorrected', play: toTheEnd },
  'shared-question': { scene: 'twoAlike', play: atFirst },
  'failed-message': { scene: 'isRetried', play: atFirst },
  'failed-task': { scene: 'taskIsRetried', play: atFirst },
  stopped: { scene: 'taskIsStopped', play: toTheEnd },
  'waiting-for-the-provider': { scene: 'motherIsBusy', play: atFirst },
  folded: { scene: 'folds', play: toTheEnd },
  'deleted-in-part': { scene: 'isRemoved', play: diedAfter(/^store\.commit tasks #1/u) },
  closed: { scene: 'isClosedLater', play: toTheEnd },
  rescued: { scene: 'withChip', play: rescued },
  company: { scene: 'withChip', play: inCompany },
  'allowed-not-gone-on': {
    scene: 'isAllowed',
    play: diedAfter(/^store\.commit (?=.*mail)(?=.*wakes)(?=.*questions)/u),
  },
  'ended-again': { scene: 'isSwitchedOff', play: endedAgain },
  'finished-untold': { scene: 'fromContext', play: diedAfter(/^store\.commit mail (?!.*questions)/u) },
};

/** Of these there is also a file without the fields that came later. */
const OLDER = ['idle', 'waiting', 'company', 'finished-untold'];

/** Saves the states that there are none of yet. */
export async function saveNew(version: number): Promise<void> {
  mkdirSync(folderOf(version), { recursive: true });
  for (const [name, { scene, play }] of Object.entries(makings)) {
    const world = await play(savedScenes[scene]);
    const { database, chat } = world;
    if (!(database instanceof MemoryStore)) throw new Error(`${name} was not played in memory`);
    const saved = { scene, ...chat, savedAt: world.engine.now(), documents: database.dump() };
    write(version, name, saved);
    if (OLDER.includes(name))
      write(version, `${name}-older`, { ...saved, documents: saved.documents.map(older) });
  }
}

function write(version: number, name: string, state: z.input<typeof oldState>): void {
  const file = new URL(`${name}.json`, folderOf(version));
  if (!existsSync(file)) writeFileSync(file, JSON.stringify(state, null, 2).concat('\n'));
}

function older(document: Document): z.input<typeof oldState>['documents'][number] {
  const data = before(kindOf(document), document.data);
  return { path: document.path, data: z.record(z.string(), z.unknown()).parse(data) };
}
