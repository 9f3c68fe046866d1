// npm run load: many people at once on the emulators, with functions' processes killed in the middle of it; then looks
// whether anything was lost, done twice or left lying. Prints figures; nothing here is a limit.
//   npm run load -- --people 50 --chats 4 --minutes 5 --kills 5 --think 30
//   npm run load -- --company     the same people in one company, whose budget all of them draw from
import process from 'node:process';
import { parseArgs } from 'node:util';

import { wrongWith } from '../functions/test/simulation/stored-chats.ts';
import { converse, type Latency } from './load/conversation.ts';
import { openCompany } from './load/company.ts';
import { killOne, memory } from './load/machine.ts';
import { arrive, ownTenant, type Chat } from './load/person.ts';
import { runAndCleanUp } from './local/running.ts';
import { say, stage } from './local/stages.ts';
import { runSweeperEveryMinute } from './local/sweeper.ts';
import { TEST_WORLD as world } from './local/world.ts';
import { startFunctions } from './test/backend.ts';

const REST_MS = 15 * 60_000;

await runAndCleanUp(async () => {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '50' },
      chats: { type: 'string', default: '4' },
      minutes: { type: 'string', default: '5' },
      kills: { type: 'string', default: '5' },
      /** Seconds that a person thinks at most before the next message. */
      think: { type: 'string', default: '60' },
      company: { type: 'boolean', default: false },
    },
  });
  const [people, each, kills] = [values.people, values.chats, values.kills].map(Number);
  Object.assign(process.env, await startFunctions());
  runSweeperEveryMinute(world);
  const chats: Chat[] = [];
  const tenant = values.company ? await openCompany() : ownTenant;
  await stage(`${values.people} people arrive`, async () => {
    for (let n = 0; n < (people ?? 0); n += 1) chats.push(...(await arrive(n, each ?? 0, tenant)));
  });

  const duration = Number(values.minutes) * 60_000;
  const until = Date.now() + duration;
  const latency: Latency = { toFirstSign: [], toReply: [], toResult: [] };
  const watching = setInterval(
    () => void memory().then((now) => say(`  ${inMinutes(until - duration)} ${JSON.stringify(now)}`)),
    30_000,
  );
  let lastKill = 0;
  for (let n = 1; n <= (kills ?? 0); n += 1) {
    setTimeout(
      () =>
        void killOne().then((pid) => {
          lastKill = Date.now();
          say(`  ${inMinutes(until - duration)} killed process ${pid}`);
        }),
      (duration * n) / ((kills ?? 0) + 1),
    );
  }
  const thinkMs = () => Math.random() * Number(values.think) * 1_000;
  await stage(`${chats.length} chats for ${values.minutes} minutes`, () =>
    Promise.all(chats.map((chat) => converse(chat, { until, thinkMs, latency }))),
  );
  const wrong = await stage('Everything comes to rest', () => rest(chats));
  clearInterval(watching);
  const restedAt = Date.now();

  const sent = chats.reduce((sum, { sentAt }) => sum + sentAt.size, 0);
  say(`\n${sent} messages by ${values.people} people in ${chats.length} chats, each in two tabs`);
  say(`  first sign of a reply: ${figures(latency.toFirstSign)}`);
  say(`  reply complete:        ${figures(latency.toReply)}`);
  say(`  answer to result:      ${figures(latency.toResult)}`);
  if (lastKill > 0) say(`  ${inSeconds(restedAt - lastKill)} from the last kill until all was done`);
  const differing = chats.filter(({ seen: [a, b] }) => statusesOf(a) !== statusesOf(b));
  say(`  chats of which the two tabs show something else: ${differing.length}`);
  say(`  lost, twice or left lying: ${wrong.length}`);
  for (const one of wrong.slice(0, 20)) say(`    ${one}`);
  return wrong.length + differing.length > 0 ? 1 : 0;
}, 'Stopping …');

function inMinutes(since: number): string {
  const seconds = Math.round((Date.now() - since) / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function inSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

function statusesOf(seen: Chat['seen'][number] | undefined): string {
  const lines = [...(seen?.values() ?? [])].map(({ id, status }) => `${id} ${status}`);
  return lines.toSorted((a, b) => a.localeCompare(b)).join();
}

function figures(all: readonly number[]): string {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number) => inSeconds(sorted[Math.floor((sorted.length - 1) * share)] ?? 0);
  return `median ${at(0.5)}, 95 % ${at(0.95)}, 99 % ${at(0.99)}, most ${at(1)} (${all.length})`;
}

/** Waits until nothing is wrong any more with any chat, for so long; gives what is. */
async function rest(chats: readonly Chat[]): Promise<string[]> {
  const until = Date.now() + REST_MS;
  for (;;) {
    const wrong = await wrongWith(chats.map(({ path, sentAt }) => ({ path, sent: [...sentAt.keys()] })));
    if (wrong.length === 0 || Date.now() > until) return wrong;
    await new Promise((resolve) => setTimeout(resolve, 5_000));
  }
}
