import remend from 'remend';
import { endsInFence } from './fence.ts';

/**
 * Closes what a text that still arrives has left open, so that its marks don't show. Only the last paragraph can have
 * anything open; inside of a fence everything is code.
 */
export function finishForNow(text: string): string {
  if (endsInFence(text)) return text;
  const start = text.lastIndexOf('\n\n') + 1;
  return text.slice(0, start) + remend(text.slice(start), { linkMode: 'text-only', images: false });
}
