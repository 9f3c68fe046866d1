import { limits } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import { agentForm, checkTag, emptyAgent, fixedOf, inputsOf } from './agent-form.ts';

describe('a tag as it is typed', () => {
  test('capitals and space -> as tags are kept', () => {
    expect(checkTag('  Order   STATUS ', [])).toEqual({ tag: 'order status', problem: null });
  });
  test('one that is there, in other letters -> says so', () => {
    expect(checkTag('Orders', ['orders']).problem).toBe('“orders” is there already.');
  });
  test('500 characters -> how long it may be', () => {
    expect(checkTag('x'.repeat(500), []).problem).toBe('A tag has at most 40 characters: shorten it.');
  });
  test('one more than there may be -> says so', () => {
    const tags = Array.from({ length: limits.tags }, (_, index) => `tag ${index}`);
    expect(checkTag('one more', tags).problem).toBe('There are at most 20 tags: remove one first.');
  });
});

describe('what the form gives', () => {
  const tool = { name: 'find_orders', fixed: {}, safe: false, consentBy: 'member' as const };
  test('an agent with a name -> fine; without -> the name is missing', () => {
    expect(agentForm.safeParse({ ...emptyAgent, name: 'Shop' }).success).toBe(true);
    expect(agentForm.safeParse(emptyAgent).error?.issues[0]?.path).toEqual(['name']);
  });
  test('without a model, and no tool or two -> the tools are wrong', () => {
    const agent = { ...emptyAgent, name: 'Shop', kind: 'deterministic' as const };
    expect(agentForm.safeParse(agent).error?.issues[0]?.path).toEqual(['tools']);
    expect(agentForm.safeParse({ ...agent, tools: [tool, { ...tool, name: 'b' }] }).success).toBe(false);
    expect(agentForm.safeParse({ ...agent, tools: [tool] }).success).toBe(true);
  });
});

describe('the inputs of a tool', () => {
  test('words, numbers, yes or no can be fixed; what is made of others cannot', () => {
    const schema = {
      type: 'object',
      properties: {
        status: { type: 'string', enum: ['open', 'paid'], description: 'Which ones.' },
        count: { type: 'integer' },
        all: { type: 'boolean' },
        items: { type: 'array', items: { type: 'string' } },
        either: { anyOf: [{ type: 'string' }, { type: 'null' }] },
      },
    };
    expect(inputsOf(schema).map(({ name, type, options }) => [name, type, options.length])).toEqual([
      ['status', 'text', 2],
      ['count', 'number', 0],
      ['all', 'boolean', 0],
    ]);
  });
  test('something that is no schema -> none', () => {
    expect(inputsOf(null)).toEqual([]);
  });
  test('what is typed -> a value of its type, or none', () => {
    expect(fixedOf('number', '12.5')).toBe(12.5);
    expect(fixedOf('number', 'many')).toBeUndefined();
    expect(fixedOf('number', ' ')).toBeUndefined();
    expect(fixedOf('boolean', 'true')).toBe(true);
    expect(fixedOf('text', '12')).toBe('12');
  });
});
