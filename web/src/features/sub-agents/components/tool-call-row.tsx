import { Wrench } from 'lucide-react';
import { type CallWithResult, readableJson } from '../data/steps.ts';

/** One call of a tool: its name, what went in, and what came back. */
export function ToolCallRow({ call }: { call: CallWithResult }) {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface">
      <p className="mono flex items-center gap-2 border-b border-line px-3 py-1.5 text-xs">
        <Wrench size={13} aria-hidden="true" className="text-faint" />
        {call.name}
      </p>
      <Box label="Arguments" text={readableJson(call.arguments)} />
      {call.result === null ? null : <Box label="Result" text={readableJson(call.result)} />}
    </div>
  );
}

function Box({ label, text }: { label: string; text: string }) {
  return (
    <div className="px-3 py-2 not-first:border-t not-first:border-line/60">
      <p className="text-xs text-faint">{label}</p>
      <pre className="mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap">{text}</pre>
    </div>
  );
}
