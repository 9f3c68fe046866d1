import { createContext, use } from 'react';

/** On a phone the chat list is a drawer; whatever draws the page's top opens it. */
export const DrawerContext = createContext<{ readonly open: () => void } | null>(null);

export function useDrawer() {
  const drawer = use(DrawerContext);
  if (!drawer) throw new Error('This part of the page needs the shell around it.');
  return drawer;
}
