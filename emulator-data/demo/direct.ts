import { starterAgents } from '../../functions/src/tenants/starter-agents.ts';
import { story } from './story.ts';
import { list } from './text.ts';

// What Mother answers by herself, without any agent.

const whatSheCanDo = `I am **Mother**. You talk to me in this one chat, and I see to the rest:

- I **answer** what I can answer myself, straight away.
- I **delegate** work to agents: Planner plans calls, Estimator works out costs, Writer writes short texts. Several can work at once.
- When an agent needs something from you, its **question appears here**. Answer it in your own words, or press *Respond*.
- What you have **already told me** I pass on without asking you again, and I show which words I used.
- When an agent is done, I bring you the **result**.

Try one of these:

${list(Object.values(starterAgents).flatMap(({ examples }) => examples.slice(0, 1).map((example) => `*${example}*`)))}`;

const whoSheIs = `I am **Mother**, the assistant of this chat. You talk to me, and I talk to the agents:

- **You** tell me what you need, in your own words.
- **I** answer it, or give it to an agent that is made for it.
- **Agents** work in the background. You can see what each of them is doing, and read along.

Right now a scripted demo model speaks for me: it plays a few scenes word for word and knows nothing else. With a key for a real model I can answer anything. Ask me *“What can you do for me?”* to see the scenes that I can play without one.`;

const hello = `Hello, good to see you! Here is how we can begin:

- Ask me *“What can you do for me?”* for a tour.
- Give me some work, for example: *“${starterAgents['planner']?.examples[0] ?? 'Plan a call'}”* I will hand it to an agent and come back with the result.
- Tell me something about yourself, such as *“My name is Ada”*, and I will keep it in mind.

If an agent needs to know something, I first check whether you have told me already. Only if you have not will I ask you, right here in this chat.`;

const thanks = `You’re welcome! A few things that you could do next:

- Ask for something else: agents can work side by side, so you need not wait for one to finish.
- Open a task to read what its agent did, step by step.
- Tell me what I should remember, so that nobody asks you for it twice.

And if nothing comes to mind, that is fine too: this chat stays as it is until you come back.`;

const table = `Here are my agents in a table:

| Agent | What it does | What it needs to know |
|---|---|---|
| Planner | Plans a call or a meeting | The time zone of the others |
| Estimator | Works out what something costs | The hourly rate and the hours |
| Writer | Writes short texts | Who the text is for |

Each of them works in the background:

1. You tell me what you need.
2. I hand it to the agent that is made for it.
3. If something is missing, you are asked once.
4. You get the result here, in this chat.`;

const code = `Here is a little TypeScript that works out an estimate:

\`\`\`ts
/** What a piece of work costs, with a reserve of 15 %. */
export function estimate(hours: number, rate: number): { total: number; withReserve: number } {
  const total = hours * rate;
  return { total, withReserve: total * 1.15 };
}

console.log(estimate(24, 80)); // { total: 1920, withReserve: 2208 }
\`\`\`

How it works:

- \`hours * rate\` is the plain total.
- Multiplying by \`1.15\` adds the reserve.

The **Estimator** agent does the same sums with a real calculator. Give it a try: *“${starterAgents['estimator']?.examples[0] ?? 'Estimate a website'}”*`;

type Direct = { readonly asks: RegExp; readonly says: string; readonly pace: 'normal' | 'story' };

const scenes: readonly Direct[] = [
  { asks: /\blong (?:story|answer|text)\b/iu, says: story, pace: 'story' },
  { asks: /\b(?:show|give|make)\b.*\btable\b/iu, says: table, pace: 'normal' },
  { asks: /\b(?:show|give)\b.*\bcode\b|\bcode (?:example|snippet)\b/iu, says: code, pace: 'normal' },
  {
    asks: /\bwhat (?:can|do) you (?:do|help|offer)|\bcan you help\b|\bhow (?:do|does) (?:you|this|it) work\b|^\W*help(?: me)?\W*$/iu,
    says: whatSheCanDo,
    pace: 'normal',
  },
  { asks: /\b(?:who|what) are you\b|\bwhat(?: i|['’])s your name\b/iu, says: whoSheIs, pace: 'normal' },
];

const courtesies: readonly Direct[] = [
  {
    asks: /^\W*(?:(?:ok(?:ay)?|great|perfect|good)\W+)?(?:many )?(?:thanks|thank you|cheers)(?:\W+(?:a lot|so much|very much|mother))*(?:\W+for .{1,60})?\W*$/iu,
    says: thanks,
    pace: 'normal',
  },
  {
    asks: /^\W*(?:hi|hello|hey|hallo|good (?:morning|afternoon|evening))(?:\W+(?:there|mother|again|you))*\W*$/iu,
    says: hello,
    pace: 'normal',
  },
];

/** Her own answer to a message; null if it asks for none of these. */
export const direct = (text: string): Direct | null =>
  [...scenes, ...courtesies].find(({ asks }) => asks.test(text)) ?? null;

const prompts = [
  'What can you do for me?',
  ...Object.values(starterAgents).flatMap(({ examples }) => examples),
  'Where is order 1042? Refund it if it was paid twice. (In a company with the demo shop.)',
  'My name is Ada, and I live in Lisbon.',
  'Stop the planner.',
  'Show me a table.',
  'Tell me a long story.',
];

/** The answer to everything that is in no scene. */
export const onlyScenes = `I can only play these scenes, because no real model is connected:

${list(prompts)}

Within a scene any wording works, and your answers count.

To connect a real model:

1. Open \`functions/.secret.local\`.
2. Set the line \`OPENAI_API_KEY=sk-…\` to your key.
3. Stop Mother with Ctrl-C, and run \`npm start\` again.`;
