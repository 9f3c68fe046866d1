import { errorCode } from 'functions/contracts';
import { describe, expect, test } from 'vitest';
import { wayOutOf } from './way-out.ts';

describe('where an error is mended', () => {
  test('what the settings bound or choose -> the settings', () => {
    expect(wayOutOf('budget_spent', 'shop')?.path).toBe('settings');
    expect(wayOutOf('provider_missing', null)?.path).toBe('settings');
    expect(wayOutOf('orchestration_off', null)?.path).toBe('settings');
  });
  test('what an agent lacks -> that very agent', () => {
    expect(wayOutOf('connection_missing', 'shop')?.path).toBe('agents/shop');
    expect(wayOutOf('took_too_long', 'shop')?.path).toBe('agents/shop');
    expect(wayOutOf('took_too_long', null)).toBeNull();
  });
  test('what nobody can mend on a page -> no way out, whatever else there is', () => {
    const mended = errorCode.options.filter((code) => wayOutOf(code, 'shop') !== null);
    expect(mended).toHaveLength(8);
    expect(wayOutOf('model_busy', 'shop')).toBeNull();
  });
});
