import { Popover } from 'radix-ui';
import type { PanelProps } from '../../../components/ui/lazy-menu.tsx';

export function DemoPanel({ trigger }: PanelProps) {
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger asChild>{trigger}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="About the demo model"
          sideOffset={8}
          collisionPadding={12}
          className="rise z-30 w-[min(22rem,calc(100vw-1.5rem))] rounded-2xl border border-line bg-surface p-4 text-sm shadow-float"
        >
          <p className="font-semibold">Demo model: plays the suggested scenes</p>
          <p className="mt-1 text-soft">
            No model is connected, so a script answers. Agents, questions and tools are real. To connect a
            real model:
          </p>
          <ol className="mt-2 list-decimal space-y-1.5 pl-5 text-soft">
            <li>
              In the file <Code>functions/.secret.local</Code>, set the line <Code>OPENAI_API_KEY=…</Code>
            </li>
            <li>
              Stop and run <Code>npm start</Code> again.
            </li>
          </ol>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Code({ children }: { children: string }) {
  return <code className="mono rounded bg-sunken px-1.5 py-0.5 text-[0.8em] text-ink">{children}</code>;
}
