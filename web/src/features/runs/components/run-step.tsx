import type { RunStep as Step } from 'functions/contracts';
import type { ReactNode } from 'react';
import { dollarText, figureText } from '../../../lib/money.ts';

/** One thing that happened in a run. */
export function RunStep({ step }: { step: Step }) {
  switch (step.kind) {
    case 'model_call':
      return (
        <Row
          title={step.error === null ? 'Asked the model' : `The model failed (${step.error})`}
          failed={step.error !== null}
        >
          <span className="mono">{step.model}</span>, {figureText(step.usage.inputTokens)} tokens in,{' '}
          {figureText(step.usage.outputTokens)} out, {dollarText(step.costMicros)}, {took(step.ms)}
        </Row>
      );
    case 'tool_call':
      return (
        <Row title={toolTitle(step)} failed={!step.ok}>
          {took(step.ms)}
          <Text label="Input" text={step.input} />
          <Text label="Output" text={step.output} />
        </Row>
      );
    case 'delegated':
      return (
        <Row title={`Gave a task to an agent, version ${step.agentVersion}`}>
          {step.title} <span className="mono text-xs text-faint">{step.agentId}</span>
        </Row>
      );
    case 'asked':
      return <Row title="Asked">{step.text}</Row>;
    case 'answered':
      return (
        <Row
          title={step.answeredBy === 'user' ? 'The person answered' : 'Mother answered from what was said'}
        >
          {step.confidence === null ? '' : `She was sure to ${Math.round(step.confidence * 100)} %.`}
        </Row>
      );
    case 'consent':
      return (
        <Row title={step.decision === 'yes' ? 'A person allowed it' : 'A person did not allow it'}>
          <span className="mono">{step.tool}</span>
        </Row>
      );
    default:
      return step satisfies never;
  }
}

function toolTitle({ name, ok, unknown }: Extract<Step, { kind: 'tool_call' }>): string {
  if (unknown) return `Used ${name}: whether it took effect is not known`;
  return ok ? `Used ${name}` : `Used ${name}: it did not work`;
}

const took = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`);

function Row({ title, failed = false, children }: { title: string; failed?: boolean; children: ReactNode }) {
  return (
    <div className="text-sm">
      <p className={`font-medium wrap-anywhere ${failed ? 'text-danger-ink' : ''}`}>{title}</p>
      <div className="text-[0.8125rem] text-soft wrap-anywhere">{children}</div>
    </div>
  );
}

function Text({ label, text }: { label: string; text: string }) {
  if (text === '') return null;
  return (
    <div className="mt-1">
      <p className="text-xs text-faint">{label}</p>
      <pre className="mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap">{text}</pre>
    </div>
  );
}
