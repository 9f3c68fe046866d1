import { useMemo, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { ChatRef, Stop } from 'functions/contracts';
import { compose, deliver } from '../../features/chat/data/send-message.ts';
import { Transcript } from '../../features/sub-agents/components/transcript.tsx';
import { transcriptOf } from '../../features/sub-agents/data/transcript.ts';
import { TaskBlock } from '../../features/tasks/components/task-block.tsx';
import { questionsOf } from '../../features/tasks/data/questions.ts';
import { tasksOf } from '../../features/tasks/data/tasks.ts';
import { leave } from '../../lib/leave.ts';
import { parsedOf } from '../../lib/subscription/entry.ts';
import { entriesOf } from '../../lib/subscription/listing.ts';
import { useSubscription } from '../../lib/subscription/source.ts';
import { useMember } from '../member.ts';
import { WayOut } from '../way-out.tsx';

type Props = { chatId: string; taskId: string; subAgentId: string };

/** What an agent does that is being tried out: its task and its transcript, live. */
export function Trying({ chatId, taskId, subAgentId }: Props) {
  const { person, tenantId } = useMember();
  const navigate = useNavigate();
  const chat = useMemo<ChatRef>(() => ({ uid: person.uid, chatId }), [person.uid, chatId]);
  const tasks = useSubscription(useMemo(() => tasksOf(chat), [chat]));
  const questions = useSubscription(useMemo(() => questionsOf(chat), [chat]));
  const transcript = useSubscription(useMemo(() => transcriptOf(chat, subAgentId), [chat, subAgentId]));
  const [stopping, setStopping] = useState(false);
  const task = parsedOf(entriesOf(tasks)).find(({ id }) => id === taskId);
  if (!task) return <p className="text-sm text-soft">Starting…</p>;
  const question = parsedOf(entriesOf(questions)).find(({ id }) => id === task.data.questionId);
  const toChat = () => leave(() => void navigate(`/chat/${chatId}`));
  const stop = (what: Stop) => {
    setStopping(true);
    deliver(person.uid, compose({ uid: person.uid, tenantId, chatId }, { content: '', stop: what })).catch(
      (error: unknown) => {
        console.warn('the stop could not be sent', error);
        setStopping(false);
      },
    );
  };
  return (
    <div className="space-y-3">
      <TaskBlock
        WayOut={WayOut}
        chat={chat}
        task={task}
        question={question}
        answerPending={false}
        retried={false}
        corrected={false}
        stopping={stopping}
        onRespond={toChat}
        onRetry={toChat}
        onInspect={toChat}
        onStop={() => stop({ kind: 'task', id: taskId })}
      />
      <div className="flex max-h-[32rem] flex-col rounded-2xl border border-line">
        <Transcript
          transcript={transcript}
          agentName={task.data.agentName}
          waits={question?.data.status === 'relayed'}
        />
      </div>
      <p className="text-sm text-soft">
        <Link to={`/chat/${chatId}`} className="text-accent underline underline-offset-4">
          Open the chat of this try
        </Link>{' '}
        to answer what it asks.
      </p>
    </div>
  );
}
