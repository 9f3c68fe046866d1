import type { Answer } from './answer.ts';
import { questions, readersIn, readersOfTask } from './questions.ts';
import type { AgentRequest } from './request.ts';
import { answerTo, ask, finish } from './steps.ts';
import { capitalised, onOneLine } from './text.ts';

// Writer: asks who the text is for, writes it.

export function write(request: AgentRequest): Answer {
  const audience = answerTo(request, questions.audience) ?? readersOfTask(request.brief);
  return audience ? finish(textFor(audience, request.brief)) : ask(questions.audience);
}

/** What the text is about: the words after a colon or an "about", if there are any. */
function subjectOf(brief: string): string | null {
  const line = onOneLine(brief.split('\n', 1).join(''), 250);
  const subject = /:\s*(.+)$/u.exec(line)?.[1] ?? /\b(?:about|that)\s+(?!it\b)(.+)$/iu.exec(line)?.[1];
  return subject?.replace(/[.!?]+$/u, '') ?? null;
}

function textFor(audience: string, brief: string): string {
  const subject = subjectOf(brief);
  const readers = readersIn(audience)?.toLowerCase() ?? 'readers';
  const news =
    subject === null ? 'The date is set, and the preparations are going well' : capitalised(subject);
  return `**Audience:** ${onOneLine(audience)}

> **Dear ${readers},**
>
> we have news for you. ${news}.
>
> What this means for you: you need not do anything now. We will send you the details in good time, and whoever you usually talk to will stay the same.
>
> If you have questions, just reply to this message. We are looking forward to it, and to seeing you there.
>
> Your team`;
}
