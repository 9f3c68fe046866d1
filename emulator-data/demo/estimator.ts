import { z } from 'zod';
import { answer, call, type Answer } from './answer.ts';
import { amountIn, hoursIn, numberIn, rateIn } from './amounts.ts';
import { questions } from './questions.ts';
import { readJson, type AgentRequest } from './request.ts';
import { answerTo, ask, finish, use } from './steps.ts';
import { onOneLine } from './text.ts';

// Estimator: asks for the rate and the hours, does the sums with the calculator.

const calculated = z.object({ result: z.string() });

type Basis = {
  readonly hours: number;
  readonly rate: number;
  readonly unit: string;
  readonly rateWords: string;
};

/** The rate and the hours, as far as they are known; else the question to ask. */
function basisOf(request: AgentRequest): Basis | { readonly question: string } {
  const rateAnswer = answerTo(request, questions.rate);
  const rate = rateAnswer ? (amountIn(rateAnswer) ?? bare(rateAnswer)) : rateIn(request.brief);
  // A rate without a number in it cannot be used: the question is repeated.
  if (!rate) return { question: questions.rate };
  const hoursAnswer = answerTo(request, questions.hours);
  const hours = hoursAnswer ? (hoursIn(hoursAnswer) ?? numberIn(hoursAnswer)) : hoursIn(request.brief);
  if (hours === null) return { question: questions.hours };
  return { hours, rate: rate.value, unit: rate.unit, rateWords: rateAnswer ?? rate.words };
}

function bare(text: string) {
  const value = numberIn(text);
  return value === null ? null : { value, unit: '', words: text };
}

/** A stage direction of the person's, for an agent that comes to no end: "…, 20 sums at once". */
const withoutEnd = /\bagent calculates without end(?:, (?<sums>\d+) sums at once)?/iu;

export function estimate(request: AgentRequest): Answer {
  const endless = withoutEnd.exec(request.brief);
  if (endless) {
    const sum = call('calculate', { expression: '1 + 1' });
    return answer({ calls: Array.from({ length: Number(endless.groups?.['sums'] ?? 1) }, () => sum) });
  }
  const basis = basisOf(request);
  if ('question' in basis) return ask(basis.question);
  const sums = request.used.filter(({ name }) => name === 'calculate');
  const [total, withReserve] = sums.map(({ result }) => readJson(result, calculated)?.result);
  if (sums.length === 0) return use('calculate', { expression: `${basis.hours} * ${basis.rate}` });
  if (total === undefined) return finish('The calculator could not do this sum, so there is no estimate.');
  if (sums.length === 1) return use('calculate', { expression: `${total} * 1.15` });
  return finish(table(request, basis, total, withReserve ?? 'not known'));
}

const subject = (brief: string) =>
  onOneLine(brief.split('\n', 1).join(''), 120)
    .replace(/^\W*(?:please\W+)?estimate\s+/iu, '')
    .replace(/[.!?]+$/u, '');

function table(
  { brief, ...request }: AgentRequest,
  basis: Basis,
  total: string,
  withReserve: string,
): string {
  const { hours, rate, unit, rateWords } = basis;
  const money = (sum: string) => (unit === '' ? sum : `${sum} ${unit}`);
  const hoursWords = answerTo({ brief, ...request }, questions.hours) ?? String(hours);
  return `**Estimate: ${subject(brief)}**

| What | How much |
|---|---|
| Hours | ${onOneLine(hoursWords)} |
| Hourly rate | ${onOneLine(rateWords)} |
| Total | ${hours} × ${rate} = **${money(total)}** |
| Total with a 15 % reserve | ${total} × 1.15 = **${money(withReserve)}** |`;
}
