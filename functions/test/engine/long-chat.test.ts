import { describe, expect, it, vi } from 'vitest';
import { limits, paths } from '../../src/contracts/index.ts';
import { seedMessages } from '../support/long-chat.ts';
import { plainMother } from '../support/scenes.ts';
import type { MotherView, Reply, Script } from '../support/scripted-model.ts';
import { expectSound } from '../support/soundness.ts';
import { TestWorld } from '../support/test-world.ts';

// Many steps each: with room for a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const SAID = 'By the way, the report is for the board of Nordwind.';
const QUOTE = 'the report is for the board of Nordwind';
const FACT = 'The report is for the board of Nordwind.';

/** Notes the fact when it is said; later knows it from nowhere but her facts. `quote` is what she says was said. */
const remembering = (quote: string): Script => ({
  mother: (seen: MotherView): Reply => {
    const [said] = seen.messages;
    const [asked] = seen.questions;
    const [fact] = seen.facts;
    if (said?.text === SAID && seen.exchanges.length === 0) {
      const evidence = [{ message_id: said.id, quote: QUOTE }];
      return { text: 'Noted.', calls: [['remember', { fact: FACT, evidence }]] };
    }
    if (said?.text.startsWith('Who did I say')) return { text: fact?.fact ?? 'I do not know.' };
    if (said?.text === 'Write the report')
      return { text: 'Asked.', calls: [['delegate_to_agent', { agent_id: 'writer', message: 'Write it.' }]] };
    if (!asked || !fact) return plainMother(seen);
    const evidence = [{ message_id: fact.message_id, quote }];
    const answer = { answer: 'The board of Nordwind', confidence: 0.95, evidence };
    return { calls: [['reply_to_agent', { sub_agent_id: asked.sub_agent_id, ...answer }]] };
  },
  fold: () => ({ text: 'They talked about this and that.' }),
  agents: {
    Writer: ({ results: [answer] }) =>
      answer === undefined
        ? { calls: [['ask_user', { question: 'Who is the report for?' }]] }
        : { calls: [['finish', { result: `Written. ${answer}` }]] },
  },
});

/** A chat in which it was said who the report is for, 3,000 messages ago. */
async function longAgo(quote = QUOTE) {
  const world = await TestWorld.open(remembering(quote));
  const oldId = await world.say(SAID);
  await seedMessages(world, 3_000);
  // Until it is neither among the recent messages nor among those that wait to be folded.
  for (let n = 0; n < (limits.recentMessages + limits.foldMessages) / 2 + 1; n += 1) await world.say('Hello');
  const { memory } = await world.mother();
  expect(JSON.stringify([memory.recent, memory.unfolded, memory.summary])).not.toContain('Nordwind');
  expect(memory.facts).toMatchObject([{ text: FACT, evidence: { messageId: oldId, quote: QUOTE } }]);
  return { world, oldId };
}

describe('what was said 3,000 messages ago, and is held as a fact', () => {
  it('an agent asks for it -> answered in the person’s place; the one old message was read, and the line names it', async () => {
    const { world, oldId } = await longAgo();
    const read: unknown[] = [];
    world.store.beforeRead = (what) => void read.push(what);
    await world.say('Write the report');
    expect(read.filter((what) => what === paths.messages.one(world.chat, oldId))).toHaveLength(1);
    expect(await world.questions()).toMatchObject([
      {
        status: 'answered',
        answer: 'The board of Nordwind',
        answeredBy: 'orchestrator',
        evidence: [{ messageId: oldId, quote: QUOTE }],
      },
    ]);
    expect((await world.said()).find(({ kind }) => kind === 'ack')).toMatchObject({
      content: 'Answered for Writer: “The board of Nordwind”, from what you said.',
      answered: { answeredBy: 'orchestrator', evidence: [{ messageId: oldId, quote: QUOTE }] },
    });
    expect(await world.tasks()).toMatchObject([
      { status: 'completed', result: expect.stringContaining('The board of Nordwind') },
    ]);
    await expectSound(world);
  });

  it('the person asks for it -> Mother is shown the fact, and answers', async () => {
    const { world } = await longAgo();
    await world.say('Who did I say the report is for?');
    expect((await world.said()).at(-1)).toMatchObject({ kind: 'text', status: 'complete', content: FACT });
  });

  it('she quotes what does not stand in that message -> the person is asked, with her guess to confirm', async () => {
    const { world } = await longAgo('the report is for the board of Nordwind AG');
    await world.say('Write the report');
    const [question] = await world.questions();
    expect(question).toMatchObject({
      status: 'relayed',
      answer: null,
      suggestion: 'The board of Nordwind',
    });
    expect((await world.said()).filter(({ kind }) => kind === 'ack')).toEqual([]);
    await expectSound(world);
    await world.say('The board of Nordwind', { replyTo: question?.id ?? '' });
    expect(await world.tasks()).toMatchObject([{ status: 'completed' }]);
    await expectSound(world);
  });
});
