import { useConversation } from '../features/chat/components/conversation.ts';
import { TaskBlock } from '../features/tasks/components/task-block.tsx';
import { useOpenChat } from './open-chat.ts';

/** A task's block in its place in the conversation. */
export function ChatTask({ id }: { id: string }) {
  const { chat, now, inspect, retryTask } = useOpenChat();
  const { pendingAnswers, retried, respond } = useConversation();
  const task = now.tasksById.get(id);
  if (!task) return null;
  const questionId = task.data.questionId;
  return (
    <TaskBlock
      chat={chat}
      task={task}
      question={questionId === null ? undefined : now.questionsById.get(questionId)}
      answerPending={questionId !== null && pendingAnswers.has(questionId)}
      retried={retried.has(id)}
      onRespond={respond}
      onRetry={retryTask}
      onInspect={inspect}
    />
  );
}
