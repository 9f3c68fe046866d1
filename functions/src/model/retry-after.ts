function fromNow(date: string, now: number): number | null {
  const at = Date.parse(date);
  return Number.isNaN(at) ? null : at - now;
}

/**
 * How long the server asks to wait, from `retry-after-ms`, or `Retry-After` in seconds or as a date; null if it does
 * not say, or not in a way that can be read.
 */
export function retryAfterMs(headers: Pick<Headers, 'get'>, now: number): number | null {
  const exact = headers.get('retry-after-ms')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(exact)) return Math.ceil(Number(exact));
  const rough = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(rough)) return Math.ceil(Number(rough) * 1000);
  // Date.parse also takes things like "-5" for a date; one in HTTP starts with the day's name.
  const wait = /^[A-Za-z]/.test(rough) ? fromNow(rough, now) : null;
  return wait === null ? null : Math.max(0, wait);
}
