import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWatchdog } from '../../../src/model/watchdog.ts';

const limits = { firstChunkMs: 180, nextChunkMs: 45, callMs: 360 };

describe('the watchdog of a model call', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('nothing arrives -> aborts at the first limit, not before', () => {
    const dog = startWatchdog(limits);
    vi.advanceTimersByTime(179);
    expect(dog.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(dog.signal.aborted).toBe(true);
    expect(dog.expired()).toMatchObject({ code: 'model_unavailable', transient: true });
    dog.stop();
  });

  it('words that keep coming -> no silence is counted, but the whole call is, and the same would take as long again', () => {
    const dog = startWatchdog(limits);
    for (let ms = 0; ms < 320; ms += 40) {
      dog.heard('answering');
      vi.advanceTimersByTime(40);
    }
    expect(dog.expired()).toBeNull();
    dog.heard('answering');
    vi.advanceTimersByTime(40);
    expect(dog.expired()).toMatchObject({ code: 'model_too_slow', transient: false });
    expect(dog.expired()?.message).toMatch(/no end of the answer within 360 ms/);
    dog.stop();
  });

  it('a pause between words -> the short limit; thinking after words -> the long one again', () => {
    const dog = startWatchdog(limits);
    dog.heard('answering');
    vi.advanceTimersByTime(44);
    dog.heard('thinking');
    vi.advanceTimersByTime(179);
    expect(dog.expired()).toBeNull();
    dog.heard('answering');
    vi.advanceTimersByTime(45);
    expect(dog.expired()?.message).toMatch(/no next chunk within 45 ms/);
    dog.stop();
  });

  it('stopped -> leaves no timer behind', () => {
    const dog = startWatchdog(limits);
    dog.heard('answering');
    dog.stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(dog.expired()).toBeNull();
  });
});
