import type { Agent } from 'functions/contracts';
import { Archive, ArchiveRestore } from 'lucide-react';
import { useState } from 'react';
import { useSaving } from '../../../components/form/use-saving.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { Problem } from '../../../components/ui/problem.tsx';
import { callProblem } from '../../../lib/call-problem.ts';
import { setArchived } from '../data/agents.ts';

type Props = { tenantId: string; agentId: string; agent: Agent };

/** Takes an agent out of use, or back into it. */
export function ArchiveButton({ tenantId, agentId, agent: { name, archivedAt } }: Props) {
  const [asking, setAsking] = useState(false);
  const { busy, problem, run } = useSaving();
  if (archivedAt !== null) {
    return (
      <div>
        <Button
          size="normal"
          aria-disabled={busy}
          onClick={() => void run(() => setArchived(tenantId, agentId, false))}
        >
          <ArchiveRestore size={16} aria-hidden="true" />
          Take it back into use
        </Button>
        <Problem text={problem} />
      </div>
    );
  }
  return (
    <>
      <Button size="normal" onClick={() => setAsking(true)}>
        <Archive size={16} aria-hidden="true" />
        Archive
      </Button>
      {asking ? (
        <Confirm
          title={`Archive ${name}?`}
          verb="Archive"
          onClose={() => setAsking(false)}
          onConfirm={() => setArchived(tenantId, agentId, true)}
          problemOf={callProblem}
        >
          Tasks that it works on go on to their end. It gets no new ones, until you take it back into use.
        </Confirm>
      ) : null}
    </>
  );
}
