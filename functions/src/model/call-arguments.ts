/**
 * A past call's arguments as every server takes them back. Some parse them and reject the whole request if they are
 * not a JSON object, which would make a bad call impossible to correct; so a bad one is wrapped.
 */
export function sendableArguments(raw: string): string {
  if (raw.trim() === '') return '{}';
  try {
    const value: unknown = JSON.parse(raw);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return raw;
  } catch {
    // Wrapped below.
  }
  return JSON.stringify({ invalid_arguments: raw });
}
