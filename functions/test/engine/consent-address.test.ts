import { expect, it } from 'vitest';
import type { Connection } from '../../src/connectors/index.ts';
import { limits, paths, type Agent } from '../../src/contracts/index.ts';
import { update } from '../../src/store/documents.ts';
import type { Ports } from '../support/boundaries.ts';
import { uses } from '../support/factories.ts';
import { Gate } from '../support/gate.ts';
import { MemoryStore } from '../support/memory-store.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';
import { Till, refunding } from '../support/till.ts';

// A yes is to a call at one address. An admin may save another one at any time.

/** An agent over a connection whose address a test may change. */
async function open(till: Till) {
  const shop = { url: 'https://staging.example.com' };
  const connect = async (): Promise<Connection> => ({
    kind: 'woocommerce',
    url: shop.url,
    keys: { consumerKey: '', consumerSecret: '' },
    send: () => Promise.reject(new Error('Nothing is sent here')),
  });
  const options = {
    tools: [{ ...till.tool, connection: 'woocommerce' as const }],
    around: (ports: Ports) => ({ ...ports, connect }),
  };
  const database = new MemoryStore();
  const world = await TestWorld.open(refunding(), { database, asksConsent: true, ...options });
  const change = { tools: [uses('calculate')], credentialId: 'shop' };
  await database.commit([update<Agent>(paths.agents.one(world.tenantId, 'estimator'), change)]);
  world.aheadMs += limits.settingsKeptMs + 1_000;
  await world.say('Refund order 1042');
  return { world, shop, options };
}

const asked = async (world: TestWorld) => {
  const question = (await world.questions()).find(({ status }) => status === 'relayed');
  if (!question?.consent) throw new Error('Nobody is asked for consent');
  return { ...question, consent: question.consent };
};

const yesTo = ({ id: questionId, consent: { hash } }: Awaited<ReturnType<typeof asked>>) => ({
  consent: { questionId, hash, decision: 'yes' as const },
});

async function sayYes(world: TestWorld) {
  await world.say('', yesTo(await asked(world)));
  await world.takeWakes();
}

const hostOn = ({ consent }: Awaited<ReturnType<typeof asked>>) => consent.details.at(-1);

it('the card says where; a yes -> made there', async () => {
  const till = new Till();
  const { world } = await open(till);
  expect(hostOn(await asked(world))).toEqual({ label: 'At', value: 'staging.example.com' });
  await sayYes(world);
  expect(till.paid).toEqual(['49']);
  await expectSound(world);
});

it('the address is another one by the time of the yes -> nothing is sent, and the card of that address asks anew', async () => {
  const till = new Till();
  const { world, shop } = await open(till);
  shop.url = 'https://shop.example.com';
  await sayYes(world);
  expect(till.paid).toEqual([]);
  expect(hostOn(await asked(world))).toEqual({ label: 'At', value: 'shop.example.com' });
  await sayYes(world);
  expect(till.paid).toEqual(['49']);
  await expectSound(world);
});

it('the process dies before its answer came, and the address is another one then -> unknown; not looked up or made there', async () => {
  const till = new Till(true);
  const gate = new Gate();
  till.afterwards = () => gate.pass();
  const { world, shop, options } = await open(till);
  void world.say('', yesTo(await asked(world)));
  await gate.reached;
  world.store.die();
  shop.url = 'https://shop.example.com';
  const other = await world.another(refunding(), options);
  other.aheadMs += limits.leaseMs + 1_000;
  await other.sweepAll();
  expect(till.paid).toEqual(['49']);
  expect((await other.tasks())[0]?.result).toContain('not known whether this took effect');
  await expectSound(other);
});
