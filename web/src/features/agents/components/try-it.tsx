import { limits } from 'functions/contracts';
import { FlaskConical } from 'lucide-react';
import { type ComponentType, useId, useState } from 'react';
import { Group, AreaField } from '../../../components/form/field.tsx';
import { useSaving } from '../../../components/form/use-saving.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Problem } from '../../../components/ui/problem.tsx';
import { newId, type Trial, tryOut } from '../data/agents.ts';
import { agentForm } from '../data/agent-form.ts';
import type { Form } from './agent-form.tsx';

type Props = { form: Form; tenantId: string; Trying: ComponentType<Trial> };

/** Tries the agent as it stands in the form, saved or not, and shows what it does. */
export function TryIt({ form, tenantId, Trying }: Props) {
  const [goal, setGoal] = useState('');
  const [wrong, setWrong] = useState<string | undefined>();
  const [trial, setTrial] = useState<Trial | null>(null);
  const { busy, problem, run } = useSaving();
  const id = useId();
  const start = async () => {
    const words = goal.trim();
    if (busy) return;
    if (words === '') return setWrong('Write what it should do.');
    if (words.length > limits.goalLength) return setWrong(`At most ${limits.goalLength} characters.`);
    if (!(await form.trigger())) return setWrong('Mend what is marked in the form first.');
    setWrong(undefined);
    const definition = agentForm.parse(form.getValues());
    await run(async () => setTrial(await tryOut({ tenantId, tryId: newId(), definition, goal: words })));
  };
  return (
    <Group
      title="Try it"
      hint="As it stands here, saved or not. It is real: what it is allowed to change, it changes."
    >
      <AreaField
        label="What should it do?"
        problem={wrong}
        value={goal}
        onChange={(event) => {
          setWrong(undefined);
          setGoal(event.target.value);
        }}
      />
      <Button aria-disabled={busy} aria-describedby={id} onClick={() => void start()}>
        <FlaskConical size={15} aria-hidden="true" />
        {busy ? 'Starting…' : 'Try it'}
      </Button>
      <div id={id}>
        <Problem text={problem} />
      </div>
      {trial ? <Trying key={trial.taskId} {...trial} /> : null}
    </Group>
  );
}
