import { useConversation } from '../features/chat/components/conversation.ts';
import { isStopping } from '../features/chat/data/stopping.ts';
import { TaskBlock } from '../features/tasks/components/task-block.tsx';
import { useOpenChat } from './open-chat.ts';
import { WayOut } from './way-out.tsx';

/** A task's block in its place in the conversation. */
export function ChatTask({ id }: { id: string }) {
  const { chat, now, inspect, retryTask, stop } = useOpenChat();
  const { pendingAnswers, retried, stopping, respond } = useConversation();
  const task = now.tasksById.get(id);
  if (!task) return null;
  const questionId = task.data.questionId;
  return (
    <TaskBlock
      WayOut={WayOut}
      chat={chat}
      task={task}
      question={questionId === null ? undefined : now.questionsById.get(questionId)}
      answerPending={questionId !== null && pendingAnswers.has(questionId)}
      retried={retried.has(id)}
      corrected={now.correctedIn.has(task.data.messageId)}
      stopping={isStopping(stopping, id, task.data.createdAt)}
      onRespond={respond}
      onRetry={retryTask}
      onStop={(taskId) => stop({ kind: 'task', id: taskId })}
      onInspect={inspect}
    />
  );
}
