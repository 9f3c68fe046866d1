import type { ChatRef } from 'functions/contracts';
import { useMemo, useRef } from 'react';
import { type Conversation, ConversationContext } from '../features/chat/components/conversation.ts';
import { correctionsOf } from '../features/chat/data/corrections.ts';
import { draftKey } from '../features/chat/data/drafts.ts';
import { pendingAnswers, retriedIds } from '../features/chat/data/pending-answers.ts';
import { attentionOf } from '../features/chat/data/receipt.ts';
import { stoppingOf } from '../features/chat/data/stopping.ts';
import { ChatBody } from './chat-body.tsx';
import { ChatCommands, useDialogs } from './chat-commands.tsx';
import { ChatFoot } from './chat-foot.tsx';
import { ChatHeader } from './chat-header.tsx';
import { ChatInspector } from './chat-inspector.tsx';
import { ChatTask } from './chat-task.tsx';
import { isAdminOf, useMember } from './member.ts';
import { OpenChatContext } from './open-chat.ts';
import { useActions } from './use-actions.ts';
import { useAnnouncements } from './use-announcements.ts';
import type { ChatNow } from './use-chat.ts';
import { useMenuOptions } from './use-menu-options.tsx';
import { useFinding } from './use-finding.tsx';
import { useExport } from './use-export.ts';
import { useReplyTo } from './use-reply-to.ts';
import { useSending } from './use-sending.ts';
import { ErrorPlace, WayOut } from './way-out.tsx';
import { relayedQuestions, unfinishedTasks } from './waiting.ts';

type Props = {
  chat: ChatRef | null;
  now: ChatNow;
  inspected: string | null;
  onInspect: (subAgentId: string | null) => void;
};

/** Stands for the chat that is not there yet: nothing in it is read or drawn. */
const NOWHERE: ChatRef = { uid: '', chatId: '' };

/** Whose chat it is; null while that is being read. */
const tenantOf = ({ chat }: ChatNow): string | null =>
  chat.status === 'ready' && chat.entry.ok ? chat.entry.data.tenantId : null;

/** One chat: its conversation, what waits for the person, and the one place to write. */
export function ChatScreen({ chat, now, inspected, onInspect }: Props) {
  const member = useMember();
  const { person, tenantId } = member;
  const chatId = chat?.chatId ?? null;
  const key = draftKey(person.uid, chatId);
  const input = useRef<HTMLTextAreaElement>(null);
  const say = useAnnouncements(chatId, now);
  const sending = useSending({ uid: person.uid, tenantId, chatId }, say);
  const reply = useReplyTo(chatId, now.questionsById);
  const actions = useActions({
    input,
    draftKey: key,
    questions: now.questionsById,
    cardOf: (questionId) =>
      now.parsedMessages.find(
        ({ data }) => data.role === 'assistant' && data.kind === 'question' && data.questionId === questionId,
      )?.id,
    sending,
    reply,
  });

  const dialogs = useDialogs();
  const finding = useFinding(chatId, now, input);
  const chatExport = useExport(chat, now);
  const menu = useMenuOptions({
    chatExport,
    onFind: finding.open,
    onCommands: dialogs.commands,
    onShortcuts: dialogs.shortcuts,
  });

  const { parsedMessages, questionsById, tasksById } = now;
  const conversation: Conversation = {
    chat: chat ?? NOWHERE,
    questions: questionsById,
    attention: useMemo(() => attentionOf(parsedMessages), [parsedMessages]),
    pendingAnswers: useMemo(
      () => pendingAnswers(parsedMessages, questionsById),
      [parsedMessages, questionsById],
    ),
    retried: useMemo(() => retriedIds(parsedMessages), [parsedMessages]),
    stopping: useMemo(() => stoppingOf(parsedMessages), [parsedMessages]),
    corrections: useMemo(() => correctionsOf(parsedMessages), [parsedMessages]),
    isAdmin: isAdminOf(member, tenantOf(now) ?? tenantId),
    taskOf: (taskId) => tasksById.get(taskId)?.data,
    agentOf: (taskId) => tasksById.get(taskId)?.data.agentName,
    Block: ChatTask,
    WayOut,
    answer: actions.answer,
    correct: actions.correct,
    respond: actions.respond,
    decide: actions.decide,
    retry: actions.retryMessage,
    edit: actions.edit,
  };
  const openChat = {
    chat: chat ?? NOWHERE,
    now,
    inspect: onInspect,
    retryTask: actions.retryTask,
    stop: actions.stop,
  };

  return (
    <OpenChatContext value={openChat}>
      <ErrorPlace value={tenantOf(now)}>
        <ConversationContext value={conversation}>
          <ChatHeader chat={now.chat} isNew={chat === null} menu={menu} />
          <main id="main" className="flex min-h-0 flex-1 flex-col">
            {finding.bar}
            <ChatBody chat={chat} now={now} onPick={(prompt) => sending.say(prompt)} />
            <ChatFoot
              now={now}
              input={input}
              draftKey={key}
              reply={reply}
              onSend={actions.send}
              onStop={actions.stop}
              problem={sending.problem}
            />
          </main>
          <ChatCommands
            dialogs={dialogs}
            of={{
              replyingIn: conversation.attention.replyingIn,
              questions: relayedQuestions(now),
              unfinished: unfinishedTasks(now),
              chatExport,
              onFind: finding.open,
              respond: actions.respond,
              stop: actions.stop,
            }}
          />
          {chat && inspected !== null ? (
            <ChatInspector chat={chat} subAgentId={inspected} now={now} onClose={() => onInspect(null)} />
          ) : null}
        </ConversationContext>
      </ErrorPlace>
    </OpenChatContext>
  );
}
