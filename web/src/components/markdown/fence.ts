const FENCE = /^\s*(```|~~~)/;

/** Whether the text ends inside of a code fence. */
export const endsInFence = (text: string): boolean =>
  text.split('\n').filter((line) => FENCE.test(line)).length % 2 === 1;
