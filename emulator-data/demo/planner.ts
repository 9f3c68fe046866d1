import { z } from 'zod';
import type { Answer } from './answer.ts';
import { questions } from './questions.ts';
import { readJson, type AgentRequest } from './request.ts';
import { answerTo, ask, finish, lastAsked, use } from './steps.ts';
import { onOneLine } from './text.ts';
import { dateIn, nextMorning, timeIn, zoneIn } from './zones.ts';

// Planner: asks for the time zone, looks up the time there, proposes a time and an agenda.

const clock = z.object({ time_zone: z.string(), utc: z.iso.datetime() });
type Clock = z.output<typeof clock>;

const lookUp = (zone: string): Answer => use('current_time', { time_zone: zone.slice(0, 100) });

/** Another question, before the work can go on; null once all are answered. */
function nextQuestion(request: AgentRequest): string | null {
  const where = answerTo(request, questions.zone, questions.ianaZone);
  if (where === null) return lastAsked(request, questions.zone, questions.ianaZone) ?? questions.zone;
  if (where === undefined && zoneIn(request.brief) === null) return questions.zone;
  if (!/\bstep by step\b/iu.test(request.brief)) return null;
  return [questions.people, questions.day].find((question) => !answerTo(request, question)) ?? null;
}

export function plan(request: AgentRequest): Answer {
  const question = nextQuestion(request);
  if (question !== null) return ask(question);
  const lookups = request.used.filter(({ name }) => name === 'current_time');
  const now = lookups.flatMap(({ result }) => readJson(result, clock) ?? []).at(-1);
  if (now) return finish(proposal(request, now));

  const where = answerTo(request, questions.zone, questions.ianaZone);
  const named = zoneIn(where ?? request.brief);
  if (named) return lookUp(named.zone);
  // A place that nobody knows: its zone is asked for once, in another way; then it has to be UTC.
  if (lookups.length === 0) return lookUp(onOneLine(where ?? '', 90));
  return answerTo(request, questions.ianaZone) ? lookUp('UTC') : ask(questions.ianaZone);
}

/** The task in a few words: "Plan a call with the design team." is "A call with the design team". */
function titleOf(brief: string): string {
  const line = brief
    .split('\n', 1)
    .join('')
    .replace(/^\W*(?:please\W+)?plan\s+/iu, '');
  const title = onOneLine(line, 120).replace(/[.!?]+$/u, '');
  return title.charAt(0).toUpperCase() + title.slice(1);
}

function minutesOf(brief: string): number {
  const minutes = Number(/(\d{2,3})[\s-]?min/iu.exec(brief)?.[1] ?? 0);
  const hours = Number(/(\d)[\s-]?hours?\b/iu.exec(brief)?.[1] ?? 0);
  return Math.max(minutes || hours * 60 || 30, 15);
}

function proposal(request: AgentRequest, { time_zone: zone, utc }: Clock): string {
  const { brief } = request;
  const where = answerTo(request, questions.zone, questions.ianaZone) ?? zoneIn(brief)?.words ?? zone;
  const people = answerTo(request, questions.people);
  const day = answerTo(request, questions.day);
  const now = Date.parse(utc);
  const start = nextMorning(zone, now, day ?? brief);
  const minutes = minutesOf(brief);
  const end = start + minutes * 60_000;
  const unknown =
    zoneIn(where) === null && zone === 'UTC' ? ', a zone that I do not know, so it is in UTC' : '';
  return `**${titleOf(brief)}**

- **When:** ${dateIn(zone, start)}, ${timeIn(zone, start)} to ${timeIn(zone, end)} in ${zone}, which is ${timeIn('UTC', start)} to ${timeIn('UTC', end)} UTC
- **Where they are:** ${onOneLine(where)}${unknown}; it is ${timeIn(zone, now)} there now
${people ? `- **Who takes part:** ${onOneLine(people)}\n` : ''}${day ? `- **Day that suits:** ${onOneLine(day)}\n` : ''}
**Agenda**

1. Welcome, and what this is about (5 min)
2. Where we stand, and open questions (${minutes - 10} min)
3. Next steps, and who takes which (5 min)`;
}
