import { Link, useNavigate } from 'react-router';
import { Button } from '../components/ui/button.tsx';
import { Note } from '../components/ui/note.tsx';
import { draftKey, returnDraft, useDraft, writeDraft } from '../features/chat/data/drafts.ts';
import { useMember } from './member.ts';

type Props = {
  state: 'closed' | 'deleting' | 'missing';
  /** Of what was being written in it. */
  draftKey: string;
};

const words = {
  closed: 'This chat is closed.',
  deleting: 'This chat has been deleted.',
  missing: 'There is nothing here to write to.',
};

/** In the composer's place where a chat takes no more messages. What was written in it is not lost. */
export function ClosedChat({ state, draftKey: key }: Props) {
  const draft = useDraft(key).trim();
  if (draft !== '') return <KeptWords why={words[state]} draft={draft} draftKey={key} />;
  if (state === 'missing') return null;
  return (
    <Note tone="calm">
      <p>
        {words[state]}{' '}
        <Link to="/" className="text-accent underline underline-offset-4">
          Start a new chat
        </Link>
      </p>
    </Note>
  );
}

function KeptWords({ why, draft, draftKey: key }: { why: string; draft: string; draftKey: string }) {
  const { person } = useMember();
  const navigate = useNavigate();
  const take = () => {
    writeDraft(key, '');
    returnDraft(draftKey(person.uid, null), draft);
    void navigate('/');
  };
  return (
    <Note tone="needs">
      <div className="min-w-0 flex-1 basis-56">
        <p>{why}</p>
        <p className="line-clamp-3 wrap-anywhere">What you wrote was not sent: “{draft}”</p>
      </div>
      <Button look="needs" onClick={take}>
        Take it to a new chat
      </Button>
    </Note>
  );
}
