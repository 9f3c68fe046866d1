import { limits } from 'functions/contracts';

/** From here on the composer counts. */
const COUNT_FROM = limits.messageLength - 2_000;

const figure = new Intl.NumberFormat('en');

/** Whether a draft can be sent, why not, and what the counter says. */
export type DraftCheck = {
  readonly problem: 'empty' | 'too-long' | null;
  readonly reason: string;
  readonly counter: string;
};

export function checkDraft(draft: string): DraftCheck {
  const length = draft.trim().length;
  const counter =
    length >= COUNT_FROM
      ? `${figure.format(length)} of ${figure.format(limits.messageLength)} characters`
      : '';
  if (length === 0) return { problem: 'empty', reason: 'Write something first.', counter };
  if (length <= limits.messageLength) return { problem: null, reason: '', counter };
  const over = figure.format(length - limits.messageLength);
  return {
    problem: 'too-long',
    reason: `This message is too long to be sent: shorten it by ${over}, or send it in parts.`,
    counter,
  };
}
