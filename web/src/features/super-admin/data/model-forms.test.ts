import { describe, expect, test } from 'vitest';
import { adminAgentForm, formOfAdminAgent, providerForm } from './model-forms.ts';

const stored = { id: 'p', name: 'Open', adapter: 'responses' as const, baseUrl: '', lastFour: '1a2b' };
const provider = { providerId: 'p', name: 'Open', adapter: 'responses' as const, baseUrl: '', key: '' };

describe('the form of a provider', () => {
  test('an empty key of one that is there -> it stays; of a new one -> there is none', () => {
    expect(providerForm(stored).parse(provider).key).toBeNull();
    expect(providerForm(null).parse(provider).key).toBe('');
    expect(providerForm(stored).parse({ ...provider, key: ' sk-1 ' }).key).toBe('sk-1');
  });
  test('an address that is none -> wrong at its field', () => {
    const { error } = providerForm(null).safeParse({ ...provider, baseUrl: 'localhost' });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['baseUrl']);
  });
});

describe('the form of a Mother', () => {
  const agent = {
    id: 'a',
    name: 'Careful',
    description: '',
    providerId: 'p',
    model: 'gpt-5',
    reasoningEffort: null,
    persona: '',
    price: { input: 1_250_000, cached: 125_000, output: 10_000_000 },
  };
  test('unchanged -> what is stored, prices exactly', () => {
    const { id, ...rest } = agent;
    expect(adminAgentForm.parse(formOfAdminAgent(id, agent, ''))).toEqual({ adminAgentId: id, ...rest });
  });
  test('no price, or none that is one -> wrong at its field', () => {
    const { error } = adminAgentForm.safeParse({
      ...formOfAdminAgent('a', agent, ''),
      input: '',
      output: 'x',
    });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['input', 'output']);
  });
});
