import { useCallback, useEffect, useState } from 'react';
import { Note } from '../../../components/ui/note.tsx';
import { Page, Skeleton } from '../../../components/ui/page.tsx';
import { callProblem } from '../../../lib/call-problem.ts';
import { type Models, modelsNow } from '../data/models.ts';
import { AdminAgents } from './admin-agents.tsx';
import { Providers } from './providers.tsx';

/** Who serves models to this deployment, and the Mothers that companies can choose. */
export function ModelsPage() {
  const [models, setModels] = useState<Models | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** By provider: the models that it named when it was tested. */
  const [offered, setOffered] = useState<ReadonlyMap<string, readonly string[]>>(new Map());
  const load = useCallback(async () => {
    try {
      setModels(await modelsNow());
      setProblem(null);
    } catch (error) {
      console.warn('the models could not be read', error);
      setProblem(callProblem(error));
    }
  }, []);
  useEffect(() => void load(), [load]);
  return (
    <Page
      title="Models of this deployment"
      intro="Providers with their keys, and the Mothers that companies choose from. Only super-admins see this."
    >
      {problem === null ? null : <Note tone="danger">{problem}</Note>}
      {models === null && problem === null ? <Skeleton /> : null}
      {models ? (
        <div className="space-y-10">
          <Providers
            providers={models.providers}
            onChange={load}
            onModels={(providerId, found) => setOffered(new Map([...offered, [providerId, found]]))}
          />
          <AdminAgents
            providers={models.providers}
            agents={models.adminAgents}
            offered={offered}
            onChange={load}
          />
        </div>
      ) : null}
    </Page>
  );
}
