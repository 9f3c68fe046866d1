import type { Answer } from './answer.ts';
import { questions, readersIn, readersOfTask } from './questions.ts';
import type { AgentRequest } from './request.ts';
import { answerTo, ask, finish } from './steps.ts';
import { capitalised, onOneLine } from './text.ts';
import { zoneIn } from './zones.ts';

// Writer: asks who the text is for, and for the time zone where times are to be local ones; writes it.

export function write(request: AgentRequest): Answer {
  const isLocal = /\blocal time|\btime zone/iu.test(request.brief);
  if (isLocal && zoneIn(request.brief) === null && !answerTo(request, questions.zone))
    return ask(questions.zone);
  const audience = answerTo(request, questions.audience) ?? readersOfTask(request.brief);
  if (!audience) return ask(questions.audience);
  const zone = answerTo(request, questions.zone);
  return finish(
    `${textFor(audience, request.brief)}${zone ? `\n\nAll times are local ones: ${onOneLine(zone)}.` : ''}`,
  );
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
