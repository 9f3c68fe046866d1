import type { Question } from 'functions/contracts';
import type { Parsed } from '../../../lib/subscription/entry.ts';
import { CorrectThis } from './correct-this.tsx';

/** What became of a question that nobody has to answer any more. */
export function QuestionOutcome({ question, named }: { question: Parsed<Question>; named: boolean }) {
  return (
    <>
      <p className="wrap-anywhere">
        {named ? `${question.data.name}: ` : ''}
        {outcomeText(question.data)}
      </p>
      {question.data.status === 'answered' ? <CorrectThis question={question} /> : null}
    </>
  );
}

function outcomeText({ status, answer, answeredBy, name }: Question): string {
  switch (status) {
    case 'answered':
      return answeredBy === 'user'
        ? `Answered by you: ${answer ?? ''}`
        : `Answered by Mother, from what you said: ${answer ?? ''}`;
    case 'expired':
      return 'It was not answered in time and has expired.';
    case 'superseded':
      return `${name} asked again, below.`;
    case 'withdrawn':
      return 'It is no longer needed.';
    case 'open':
      return 'Mother is checking whether she knows the answer.';
    case 'relayed':
      return 'It waits for you.';
    default:
      return status satisfies never;
  }
}
