import { limits } from 'functions/contracts';
import { useMemo } from 'react';
import { useMatch, useNavigate } from 'react-router';
import type { Managing } from '../features/chat/components/managing.ts';
import { deleteChat } from '../features/chat/data/delete-chat.ts';
import { pinChat } from '../features/chat/data/pin-chat.ts';
import { renameChat } from '../features/chat/data/rename-chat.ts';
import { restoreChat } from '../features/chat/data/restore-chat.ts';
import { callProblem } from '../lib/call-problem.ts';
import { leave } from '../lib/leave.ts';
import { useChanging } from './use-changing.ts';
import { useNotices } from './use-notices.ts';

/**
 * Renaming, pinning and deleting chats: shown at once, and put back with the reason if it cannot be.
 * `onLeave`: the list makes room for the way back.
 */
export function useManagedChats(say: (text: string) => void, onLeave: () => void) {
  const navigate = useNavigate();
  const openId = useMatch('/chat/:chatId')?.params.chatId;
  const { changes, change } = useChanging();
  const { notices, show, close } = useNotices();

  const managing = useMemo<Managing>(() => {
    /** Gives whether it was stored. */
    const attempt = async (failed: string, step: Parameters<typeof change>[0], again: () => void) => {
      try {
        await change(step);
        return true;
      } catch (error) {
        console.warn('changing a chat failed', error);
        const text = `${failed} ${callProblem(error)}`;
        show({ key: step.chatId, tone: 'danger', text, button: 'Retry', onPress: again, lastsMs: null });
        say(text);
        return false;
      }
    };

    const rename = (chatId: string, title: string) => {
      const step = { chatId, fields: { title }, store: () => renameChat(chatId, title) };
      void attempt(`The title “${title}” could not be saved.`, step, () => rename(chatId, title));
      say('Chat renamed');
    };

    const pin = (chatId: string, pinned: boolean) => {
      const step = { chatId, fields: { pinned }, store: () => pinChat(chatId, pinned) };
      void attempt(`The chat could not be ${pinned ? 'pinned' : 'unpinned'}.`, step, () =>
        pin(chatId, pinned),
      );
      say(pinned ? 'Chat pinned' : 'Chat unpinned');
    };

    const restore = async (chatId: string, wasOpen: boolean) => {
      const fields = { access: 'open' } as const;
      const step = { chatId, fields, store: () => restoreChat(chatId) };
      const again = () => void restore(chatId, wasOpen);
      if (!(await attempt('The chat could not be brought back.', step, again))) return;
      say('The chat is back');
      if (wasOpen) leave(() => void navigate(`/chat/${chatId}`));
    };

    const remove = (chatId: string, title: string) => {
      const wasOpen = chatId === openId;
      const fields = { access: 'deleting' } as const;
      const step = { chatId, fields, store: () => deleteChat(chatId) };
      void attempt('The chat could not be deleted.', step, () => remove(chatId, title));
      onLeave();
      if (wasOpen) void navigate('/');
      show({
        key: chatId,
        tone: 'calm',
        text: 'Chat deleted.',
        about: title,
        button: 'Undo',
        onPress: () => void restore(chatId, wasOpen),
        lastsMs: limits.undoMs,
      });
      say('Chat deleted. Undo is possible for 10 seconds.');
    };

    return { rename, pin, remove };
  }, [change, show, say, navigate, openId, onLeave]);

  return { managing, changes, notices, closeNotice: close };
}
