import { describe, expect, test } from 'vitest';
import { beginSending, endSending, isUnderway, sendingOf } from './underway.ts';

describe('what is being sent', () => {
  test('one person’s message never gets there -> nobody else is sending anything', () => {
    beginSending('alice', 'first');
    expect(sendingOf('alice').current()).toBe(true);
    expect(sendingOf('bob').current()).toBe(false);
    expect(isUnderway('first')).toBe(true);
  });
  test('two messages -> sending until the last one is there; each change is told', () => {
    let told = 0;
    const stop = sendingOf('carol').subscribe(() => (told += 1));
    beginSending('carol', 'one');
    beginSending('carol', 'two');
    endSending('one');
    expect(sendingOf('carol').current()).toBe(true);
    endSending('two');
    expect(sendingOf('carol').current()).toBe(false);
    expect(told).toBe(4);
    stop();
    beginSending('carol', 'three');
    expect(told).toBe(4);
  });
});
