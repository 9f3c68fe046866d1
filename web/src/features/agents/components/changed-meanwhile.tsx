import type { Agent } from 'functions/contracts';
import { Button } from '../../../components/ui/button.tsx';
import { Note } from '../../../components/ui/note.tsx';

type Props = {
  /** As it is stored now. */
  agent: Agent | null;
  onKeepMine: (version: number) => void;
  onTakeTheirs: (theirs: Agent) => void;
};

/** Somebody else has saved since the form was filled: what was typed stays until the person decides. */
export function ChangedMeanwhile({ agent, onKeepMine, onTakeTheirs }: Props) {
  return (
    <div role="alert">
      <Note tone="needs">
        <p className="min-w-0 flex-1 basis-64">
          Somebody else has saved {agent ? `version ${agent.version}` : 'this agent'} meanwhile. Nothing of
          yours is lost: keep what you typed and save it as the version after that, or take theirs and type
          again.
        </p>
        {agent ? (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => onKeepMine(agent.version)}>Keep mine</Button>
            <Button onClick={() => onTakeTheirs(agent)}>Take theirs</Button>
          </div>
        ) : null}
      </Note>
    </div>
  );
}
