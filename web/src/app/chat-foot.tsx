import type { Chat, Stop } from 'functions/contracts';
import { type RefObject, useEffect } from 'react';
import { Composer } from '../features/chat/components/composer.tsx';
import { useConversation } from '../features/chat/components/conversation.ts';
import { WaitingBar } from '../features/chat/components/waiting-bar.tsx';
import { isStopping } from '../features/chat/data/stopping.ts';
import { isUntaken } from '../features/chat/data/untaken.ts';
import { focusComposer } from '../lib/focus-composer.ts';
import { ClosedChat } from './closed-chat.tsx';
import type { ChatNow } from './use-chat.ts';
import { UntakenNote } from './untaken-note.tsx';
import type { useReplyTo } from './use-reply-to.ts';
import { inBackground, relayedQuestions, unfinishedTasks } from './waiting.ts';

type Props = {
  now: ChatNow;
  input: RefObject<HTMLTextAreaElement | null>;
  draftKey: string;
  reply: ReturnType<typeof useReplyTo>;
  onSend: (content: string) => void;
  onStop: (stop: Stop) => void;
  problem: string | null;
};

/** Whether it takes messages. One that is not known yet does: nobody has to wait in order to write. */
function stateOf(chat: ChatNow['chat']): Chat['access'] | 'missing' {
  if (chat.status === 'missing') return 'missing';
  return chat.status === 'ready' && chat.entry.ok ? chat.entry.data.access : 'open';
}

/** Below the conversation: what waits for the person, and the composer. */
export function ChatFoot({ now, input, draftKey, reply, onSend, onStop, problem }: Props) {
  const { attention, pendingAnswers, stopping, respond } = useConversation();
  const { replyingIn } = attention;
  const unfinished = unfinishedTasks(now);

  // Opening a chat puts the cursor where one writes; not on a touch screen, where that would raise the keyboard, and not
  // where a notice has it, with the way back from what led here.
  useEffect(() => {
    if (draftKey === '' || document.activeElement?.closest('[data-notice]')) return;
    focusComposer();
  }, [draftKey]);

  // A chat that is open again brings its composer back, and the focus that went with it.
  const state = stateOf(now.chat);
  useEffect(() => {
    if (state === 'open' && document.activeElement === document.body) focusComposer();
  }, [state]);
  return (
    <div className="mx-auto w-full max-w-[48rem] px-3 pt-2 pb-[max(0.875rem,env(safe-area-inset-bottom))] sm:px-6">
      <UntakenNote untaken={isUntaken(now.parsedMessages, attention)} />
      <WaitingBar
        questions={relayedQuestions(now)}
        pendingAnswers={pendingAnswers}
        working={inBackground(now)}
        replying={replyingIn !== null}
        stopAll={
          unfinished.length < 2
            ? null
            : {
                tasks: unfinished.length,
                stopping: unfinished.every(({ id, data }) => isStopping(stopping, id, data.createdAt)),
                onStop: () => onStop({ kind: 'all' }),
              }
        }
        onRespond={respond}
      />
      {state === 'open' ? (
        <Composer
          input={input}
          draftKey={draftKey}
          replyTo={reply.replyTo}
          onRemoveReply={() => reply.setReplyTo(null)}
          onSend={onSend}
          reply={
            replyingIn === null
              ? null
              : {
                  stopping: isStopping(stopping, replyingIn.id, replyingIn.createdAt),
                  onStop: () => onStop({ kind: 'turn', id: replyingIn.id }),
                }
          }
          problem={problem}
        />
      ) : (
        <ClosedChat state={state} draftKey={draftKey} />
      )}
    </div>
  );
}
