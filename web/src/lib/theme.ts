import type { Source } from './subscription/source.ts';

export type Theme = 'system' | 'light' | 'dark';

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

const KEY = 'mother.theme';

const isTheme = (value: unknown): value is Theme => themes.some((theme) => theme === value);

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return isTheme(value) ? value : 'system';
  } catch {
    return 'system';
  }
}

let chosen = stored();
const subscribers = new Set<() => void>();

export const theme: Source<Theme> = {
  current: () => chosen,
  subscribe: (onChange) => {
    subscribers.add(onChange);
    return () => subscribers.delete(onChange);
  },
};

/** public/theme.js applies the same choice before the first paint. */
export function chooseTheme(next: Theme): void {
  chosen = next;
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Without storage the choice lasts until the page is left.
  }
  for (const tell of subscribers) tell();
}
