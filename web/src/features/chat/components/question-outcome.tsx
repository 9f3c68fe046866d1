import type { Question } from 'functions/contracts';

/** What became of a question that nobody has to answer any more. */
export function QuestionOutcome({ question }: { question: Question }) {
  return <p className="wrap-anywhere">{outcomeText(question)}</p>;
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
