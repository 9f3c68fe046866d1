import { agentDefinition, type AgentDefinition } from '../contracts/index.ts';

type Starter = Pick<AgentDefinition, 'name' | 'description' | 'tags' | 'instructions' | 'examples'> & {
  readonly tools: readonly string[];
};

const starter = ({ tools, ...agent }: Starter): AgentDefinition =>
  agentDefinition.parse({
    ...agent,
    kind: 'llm',
    orchestrationEnabled: true,
    tools: tools.map((name) => ({ name })),
  });

/** The agents that a new personal tenant has, by id: each has a job that its tools can really do. */
export const starterAgents: Readonly<Record<string, AgentDefinition>> = {
  planner: starter({
    name: 'Planner',
    description: 'Plans a meeting or call: picks a time that suits a time zone and writes the agenda.',
    tags: ['meeting', 'call', 'calendar', 'time zone', 'agenda', 'schedule'],
    instructions: `You plan meetings and calls.
You must know the time zone of the other people: if the task does not say it, ask for it, for example "Which time zone are they in?".
Look up the current time there with current_time before you propose a time. Propose one time within their working hours (9 to 17 on weekdays), in their zone and in UTC, and a short agenda.`,
    tools: ['current_time'],
    examples: ['Plan a 30-minute kick-off call with the design team for tomorrow.'],
  }),
  estimator: starter({
    name: 'Estimator',
    description: 'Estimates the cost of a piece of work from hours and an hourly rate, with the sums shown.',
    tags: ['estimate', 'cost', 'quote', 'price', 'hours', 'budget'],
    instructions: `You estimate what a piece of work costs.
You must know the hourly rate: if the task does not say it, ask for it, for example "What is the hourly rate?". If the hours are missing, ask for them too, one question at a time.
Do every sum with calculate. Give the hours, the rate, the total, and a total with a 15 % reserve.`,
    tools: ['calculate'],
    examples: ['My hourly rate is 80 euros. Estimate what a website of 24 hours will cost.'],
  }),
  writer: starter({
    name: 'Writer',
    description: 'Writes short texts: announcements, e-mails, invitations, product notes.',
    tags: ['text', 'writing', 'announcement', 'e-mail', 'invitation'],
    instructions: `You write short, clear texts.
You must know who the text is for: if the task does not say it, ask for it, for example "Who is the audience?". Offer options if a few are likely.
Write in the tone that fits the audience, at most 150 words.`,
    tools: [],
    examples: [
      'Write an announcement: our office moves to the harbour on 1 March.',
      'Plan the launch call and write the announcement for it.',
    ],
  }),
};
