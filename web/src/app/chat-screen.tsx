import type { ChatRef } from 'functions/contracts';
import { useMemo, useRef } from 'react';
import { Composer } from '../features/chat/components/composer.tsx';
import { type Conversation, ConversationContext } from '../features/chat/components/conversation.ts';
import { StatusRegion } from '../features/chat/components/status-region.tsx';
import { WaitingBar } from '../features/chat/components/waiting-bar.tsx';
import { draftKey, returnDraft } from '../features/chat/data/drafts.ts';
import { pendingAnswers, retriedIds } from '../features/chat/data/pending-answers.ts';
import { attentionOf } from '../features/chat/data/receipt.ts';
import { TaskBlock } from '../features/tasks/components/task-block.tsx';
import { reveal, taskElement } from '../lib/reveal.ts';
import { ChatBody } from './chat-body.tsx';
import { ChatHeader } from './chat-header.tsx';
import { ChatInspector } from './chat-inspector.tsx';
import { ClosedChat } from './closed-chat.tsx';
import { useMember } from './member.ts';
import { useAnnouncements } from './use-announcements.ts';
import type { ChatNow } from './use-chat.ts';
import { useFocusOnOpen } from './use-focus-on-open.ts';
import { useReplyTo } from './use-reply-to.ts';
import { useSending } from './use-sending.ts';
import { inBackground, relayedQuestions } from './waiting.ts';

type Props = {
  chat: ChatRef | null;
  now: ChatNow;
  inspected: string | null;
  onInspect: (subAgentId: string | null) => void;
};

const NOWHERE: ChatRef = { uid: '', chatId: '' };

/** One chat: its conversation, what waits for the person, and the one place to write. */
export function ChatScreen({ chat, now, inspected, onInspect }: Props) {
  const { person, tenantId } = useMember();
  const chatId = chat?.chatId ?? null;
  const key = draftKey(person.uid, chatId);
  const input = useRef<HTMLTextAreaElement>(null);
  const { said, say } = useAnnouncements(chatId, now);
  const sending = useSending({ uid: person.uid, tenantId, chatId }, say);
  const { replyTo, setReplyTo } = useReplyTo(chatId, now.questionsById);
  useFocusOnOpen(input, chatId);

  const { parsedMessages, questionsById, tasksById } = now;
  const attention = useMemo(() => attentionOf(parsedMessages), [parsedMessages]);
  const pending = useMemo(() => pendingAnswers(parsedMessages), [parsedMessages]);
  const retried = useMemo(() => retriedIds(parsedMessages), [parsedMessages]);

  const respond = (questionId: string) => {
    const question = questionsById.get(questionId);
    if (question) reveal(taskElement(question.data.taskId), { focus: false });
    setReplyTo(questionId);
    input.current?.focus({ preventScroll: true });
  };
  const answer = (questionId: string, text: string) => {
    if (replyTo?.id === questionId) setReplyTo(null);
    sending.say(text, questionId);
    input.current?.focus({ preventScroll: true });
  };
  const send = (content: string) => {
    setReplyTo(null);
    sending.say(content, replyTo?.id);
  };

  const conversation: Conversation = {
    chat: chat ?? NOWHERE,
    questions: questionsById,
    attention,
    pendingAnswers: pending,
    retried,
    agentOf: (taskId) => tasksById.get(taskId)?.data.agentName,
    block: (taskId) => {
      const task = tasksById.get(taskId);
      if (!chat || !task) return null;
      const questionId = task.data.questionId;
      return (
        <TaskBlock
          chat={chat}
          task={task}
          question={questionId === null ? undefined : questionsById.get(questionId)}
          answerPending={questionId !== null && pending.has(questionId)}
          retried={retried.has(taskId)}
          onRespond={respond}
          onRetry={(id) => sending.retry({ kind: 'task', id })}
          onInspect={onInspect}
        />
      );
    },
    answer,
    respond,
    retry: (id) => sending.retry({ kind: 'message', id }),
    edit: (text) => {
      returnDraft(key, text);
      input.current?.focus({ preventScroll: true });
    },
  };

  const waiting = relayedQuestions(now);
  const access = now.chat.status === 'ready' && now.chat.entry.ok ? now.chat.entry.data.access : 'open';
  return (
    <ConversationContext value={conversation}>
      <ChatHeader chat={now.chat} isNew={chat === null} waiting={waiting.length} />
      <main id="main" className="flex min-h-0 flex-1 flex-col">
        <ChatBody chat={chat} now={now} onPick={(prompt) => sending.say(prompt)} />
        {now.chat.status === 'missing' ? null : (
          <div className="mx-auto w-full max-w-[48rem] px-3 pb-[max(0.875rem,env(safe-area-inset-bottom))] sm:px-6">
            <WaitingBar
              questions={waiting}
              pendingAnswers={pending}
              working={attention.replying ? [] : inBackground(now)}
              onRespond={respond}
            />
            {access === 'open' ? (
              <Composer
                input={input}
                draftKey={key}
                replyTo={replyTo}
                onRemoveReply={() => setReplyTo(null)}
                onSend={send}
                problem={sending.problem}
              />
            ) : (
              <ClosedChat />
            )}
          </div>
        )}
        <StatusRegion said={said} />
      </main>
      {chat && inspected !== null ? (
        <ChatInspector chat={chat} subAgentId={inspected} now={now} onClose={() => onInspect(null)} />
      ) : null}
    </ConversationContext>
  );
}
