import type { Question, Stop, Task } from 'functions/contracts';
import {
  Braces,
  FileText,
  Keyboard,
  LogOut,
  MessageSquare,
  Monitor,
  Moon,
  Reply,
  Search,
  Square,
  SquarePen,
  Sun,
} from 'lucide-react';
import { useNavigate } from 'react-router';
import type { Command } from '../components/ui/palette.tsx';
import { signOut } from '../features/auth/data/sign-in.ts';
import { isListed } from '../features/chat/data/chat-search.ts';
import { commandKey } from '../lib/keys.ts';
import { parsedOf, type Parsed } from '../lib/subscription/entry.ts';
import { entriesOf } from '../lib/subscription/listing.ts';
import { chooseTheme } from '../lib/theme.ts';
import { useChats } from './chats.ts';
import { askedText } from '../lib/asked.ts';
import type { ChatExport } from './use-export.ts';

const ICON = 16;

export type CommandsOf = {
  /** The message that Mother is writing. */
  readonly replyingIn: { readonly id: string } | null;
  readonly questions: readonly Parsed<Question>[];
  readonly unfinished: readonly Parsed<Task>[];
  readonly chatExport: ChatExport | null;
  readonly respond: (questionId: string) => void;
  readonly stop: (stop: Stop) => void;
  readonly onShortcuts: () => void;
  /** Null where there is no conversation to search. */
  readonly onFind: (() => void) | null;
};

/** Everything that can be done from where the person is. */
export function useCommands(of: CommandsOf): readonly Command[] {
  const navigate = useNavigate();
  const chats = parsedOf(entriesOf(useChats()).filter(isListed));
  const goTo = (path: string) => void navigate(path);
  return [
    ...inThisChat(of),
    {
      id: 'new',
      group: 'Go to',
      label: 'New chat',
      icon: <SquarePen size={ICON} />,
      run: () => goTo('/'),
    },
    ...chats.map(({ id, data }): Command => {
      const { waiting } = data.counts;
      return {
        id: `chat-${id}`,
        group: 'Go to',
        label: waiting > 0 ? `${data.title} (${waiting} waiting for you)` : data.title,
        icon: <MessageSquare size={ICON} />,
        run: () => goTo(`/chat/${id}`),
      };
    }),
    ...looks,
    {
      id: 'shortcuts',
      group: 'Help and account',
      label: 'Keyboard shortcuts',
      icon: <Keyboard size={ICON} />,
      keys: [commandKey, '/'],
      run: of.onShortcuts,
    },
    {
      id: 'sign-out',
      group: 'Help and account',
      label: 'Sign out',
      icon: <LogOut size={ICON} />,
      run: () => void signOut(),
    },
  ];
}

const looks: readonly Command[] = [
  { theme: 'system', name: 'as the system has it', Icon: Monitor } as const,
  { theme: 'light', name: 'light', Icon: Sun } as const,
  { theme: 'dark', name: 'dark', Icon: Moon } as const,
].map(({ theme, name, Icon }) => ({
  id: `theme-${theme}`,
  group: 'Theme',
  label: `Theme: ${name}`,
  icon: <Icon size={ICON} />,
  run: () => chooseTheme(theme),
}));

function inThisChat(of: CommandsOf): Command[] {
  const { replyingIn, questions, unfinished, chatExport, respond, stop, onFind } = of;
  const group = 'This chat';
  const commands: Command[] = questions.map(({ id, data }) => ({
    id: `respond-${id}`,
    group,
    label: `Respond to ${data.name}: ${askedText(data)}`,
    icon: <Reply size={ICON} />,
    run: () => respond(id),
  }));
  const stopper = (id: string, label: string, what: Stop): Command => ({
    id,
    group,
    label,
    icon: <Square size={12} fill="currentColor" className="mx-0.5" />,
    run: () => stop(what),
  });
  if (replyingIn) {
    const { id } = replyingIn;
    commands.push({ ...stopper('stop-reply', 'Stop replying', { kind: 'turn', id }), keys: ['Esc'] });
  }
  for (const { id, data } of unfinished) {
    commands.push(
      stopper(`stop-${id}`, `Stop ${data.agentName}'s task: ${data.title}`, { kind: 'task', id }),
    );
  }
  if (unfinished.length > 1) commands.push(stopper('stop-all', 'Stop all', { kind: 'all' }));
  if (onFind) {
    commands.push({
      id: 'find',
      group,
      label: 'Find in this chat',
      icon: <Search size={ICON} />,
      keys: [commandKey, 'F'],
      run: onFind,
    });
  }
  if (!chatExport) return commands;
  return [
    ...commands,
    {
      id: 'export-markdown',
      group,
      label: 'Export as Markdown',
      icon: <FileText size={ICON} />,
      run: chatExport.markdown,
    },
    {
      id: 'export-json',
      group,
      label: 'Export as JSON',
      icon: <Braces size={ICON} />,
      run: chatExport.json,
    },
  ];
}
