import type { SubAgentMessage } from 'functions/contracts';
import { Hourglass } from 'lucide-react';
import { Note } from '../../../components/ui/note.tsx';
import { ScrollSection } from '../../../components/ui/scroll-section.tsx';
import type { Listing } from '../../../lib/subscription/listing.ts';
import { stepsOf } from '../data/steps.ts';
import { StepRow } from './step-row.tsx';

type Props = { transcript: Listing<SubAgentMessage>; agentName: string; waits: boolean };

export function Transcript({ transcript, agentName, waits }: Props) {
  if (transcript.status === 'loading')
    return <p className="p-5 text-sm text-soft">Reading the transcript…</p>;
  if (transcript.status === 'failed') {
    return (
      <p className="p-5 text-sm text-danger-ink">
        The transcript could not be read. Close this and open it again.
      </p>
    );
  }
  const steps = stepsOf(transcript.entries);
  return (
    <ScrollSection
      aria-label={`Transcript of ${agentName}`}
      className="min-h-0 flex-1 overflow-y-auto px-4 py-5 -outline-offset-2"
    >
      {steps.length === 0 ? <p className="text-sm text-soft">Nothing has been said yet.</p> : null}
      <ol className="space-y-5">
        {steps.map((step) => (
          <li key={step.id}>
            <StepRow step={step} agentName={agentName} />
          </li>
        ))}
      </ol>
      {waits ? (
        <Note tone="needs" icon={<Hourglass size={16} aria-hidden="true" />} className="mt-5">
          Waiting for your answer in the main chat
        </Note>
      ) : null}
    </ScrollSection>
  );
}
