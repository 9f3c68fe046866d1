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

/** When a colour of the bar around the page counts, which is there once for each scheme. */
function mediaOf(scheme: string, next: Theme): string {
  if (next === 'system') return `(prefers-color-scheme: ${scheme})`;
  return scheme === next ? 'all' : 'not all';
}

/** public/theme.js does the same before the first paint. */
function apply(next: Theme): void {
  chosen = next;
  if (next === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = next;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[data-scheme]'))
    meta.media = mediaOf(meta.dataset['scheme'] ?? '', next);
  for (const tell of subscribers) tell();
}

export function chooseTheme(next: Theme): void {
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Without storage the choice lasts until the page is left.
  }
  apply(next);
}

// For as long as the page is there: it was chosen in another tab, or everything there was removed.
window.addEventListener('storage', ({ key }) => {
  if (key === KEY || key === null) apply(stored());
});
