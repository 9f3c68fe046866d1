import { useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { callCode, callProblem } from '../../../lib/call-problem.ts';
import { removeConnection } from '../data/connections.ts';

type Props = { tenantId: string; credentialId: string; label: string; onClose: () => void };

/** Deletes a connection; where agents use it, names them and asks once more. */
export function DeleteConnection({ tenantId, credentialId, label, onClose }: Props) {
  const [force, setForce] = useState(false);
  return (
    <Confirm
      title={`Delete ${label}?`}
      verb={force ? 'Delete it all the same' : 'Delete'}
      onClose={onClose}
      onConfirm={() => removeConnection(tenantId, credentialId, force)}
      problemOf={(error) => {
        if (callCode(error) === 'in_use') setForce(true);
        return callProblem(error);
      }}
    >
      Its keys are removed for good. Agents that use it cannot reach the shop any more, and say so.
    </Confirm>
  );
}
