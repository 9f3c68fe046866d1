import { Markdown } from '../../../components/markdown/markdown.tsx';
import { BrokenRow } from '../../../components/ui/broken-row.tsx';
import { timeOfDay } from '../../../lib/time-text.ts';
import type { Step } from '../data/steps.ts';
import { ToolCallRow } from './tool-call-row.tsx';

type Props = { step: Step; agentName: string };

/** One step of the transcript: who, when, and what. */
export function StepRow({ step, agentName }: Props) {
  switch (step.kind) {
    case 'brief':
      return (
        <>
          <Who name="Brief from Mother" at={step.at} />
          <div className="rounded-xl bg-sunken px-3.5 py-2.5 text-sm">
            <Markdown text={step.text} />
          </div>
        </>
      );
    case 'answer':
      return (
        <>
          <Who name={`Answered by ${step.from}`} at={step.at} />
          <div className="rounded-xl bg-accent-soft px-3.5 py-2.5 text-sm">
            <Markdown text={step.text} />
          </div>
        </>
      );
    case 'said':
      return (
        <>
          <Who name={step.asks ? `${agentName} asked` : agentName} at={step.at} />
          <div className="space-y-2 text-sm">
            {step.text === '' ? null : <Markdown text={step.text} />}
            {step.calls.map((call) => (
              <ToolCallRow key={call.id} call={call} />
            ))}
          </div>
        </>
      );
    case 'broken':
      return <BrokenRow error={step.entry.error} />;
    default:
      return step satisfies never;
  }
}

function Who({ name, at }: { name: string; at: number }) {
  return (
    <p className="mb-1 flex items-baseline gap-2 text-xs text-soft">
      <span className="font-semibold">{name}</span>
      <time dateTime={new Date(at).toISOString()} className="text-faint">
        {timeOfDay(at)}
      </time>
    </p>
  );
}
