import { describe, expect, test } from 'vitest';
import { groups, paths, patterns } from '../../src/contracts/index.ts';
import { kindOf, parentOf, rows, secondForms } from './collections.ts';

describe('what the tests store satisfies its contract', () => {
  test.each(rows)('%s', (_, { stored, contract }) => {
    expect(contract?.safeParse(stored).error).toBeUndefined();
  });
  test.each(secondForms)('%s', (_, stored, contract) => {
    expect(contract.safeParse(stored).error).toBeUndefined();
  });
});

describe('the matrix lists every collection', () => {
  const ref = { uid: 'u', chatId: 'c' };
  // A new entry of `paths` does not compile until it is given a collection here.
  const used: Record<keyof typeof paths, string> = {
    chats: paths.chats('u'),
    chat: parentOf(paths.chat(ref)),
    messages: paths.messages.all(ref),
    parts: paths.parts(ref, 'm'),
    tasks: paths.tasks.all(ref),
    subAgents: paths.subAgents.all(ref),
    transcript: paths.transcript(ref, 's'),
    questions: paths.questions.all(ref),
    mail: paths.mail.all(ref),
    states: paths.states.all(ref),
    wakes: paths.wakes.all(ref),
    rescues: paths.rescues.all(ref),
    tenant: parentOf(paths.tenant('t')),
    members: paths.members.all('t'),
    invitations: paths.invitations.all('t'),
    jobs: paths.jobs.all('t'),
    agents: paths.agents.all('t'),
    agentVersions: paths.agentVersions('t', 'a'),
    credentials: paths.credentials.all('t'),
    credentialSummaries: paths.credentialSummaries.all('t'),
    budgets: paths.budgets.all('t'),
    providers: paths.providers.all,
    adminAgents: paths.adminAgents.all,
    runs: paths.runs.all,
    outgoingMail: paths.outgoingMail.all,
  };
  const listed = rows.map(([path]) => kindOf(path));

  test('all entries of `paths` are looked at', () => {
    expect(Object.keys(used).toSorted()).toEqual(Object.keys(paths).toSorted());
  });
  test.each(Object.entries(used))('paths.%s', (_, path) => {
    expect(listed).toContain(kindOf(path));
  });
  test.each(Object.entries(patterns))('patterns.%s', (_, pattern) => {
    expect(listed).toContain(kindOf(parentOf(pattern)));
  });
  test.each(Object.entries(groups))('groups.%s', (_, group) => {
    expect(listed.map((path) => path.split('/').at(-1))).toContain(group);
  });
});
