import { createCompany as contract } from 'functions/contracts';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useNavigate } from 'react-router';
import { TextField } from '../components/form/field.tsx';
import { useSaving } from '../components/form/use-saving.ts';
import { Button } from '../components/ui/button.tsx';
import { Modal } from '../components/ui/modal.tsx';
import { Problem } from '../components/ui/problem.tsx';
import { createCompany, newCompanyId } from '../features/tenants/data/create-company.ts';
import { checkedBy } from '../lib/form.ts';
import { leave } from '../lib/leave.ts';
import { useMember } from './member.ts';

type Props = { open: boolean; onClose: () => void; onNavigate: () => void };

/** A company of one's own: a name is all that it takes. */
export function NewCompany({ open, onClose, onNavigate }: Props) {
  return (
    <Modal
      open={open}
      onClose={onClose}
      title="New company"
      description="A company has agents, connections and people of its own. You will be its owner."
    >
      <NewCompanyForm onClose={onClose} onNavigate={onNavigate} />
    </Modal>
  );
}

function NewCompanyForm({ onClose, onNavigate }: Omit<Props, 'open'>) {
  const { enter } = useMember();
  const navigate = useNavigate();
  const [id] = useState(newCompanyId);
  const { busy, problem, run } = useSaving();
  const { register, handleSubmit, formState } = useForm({
    resolver: checkedBy(contract.input),
    defaultValues: { id, name: '' },
  });
  const save = handleSubmit(async ({ name }) => {
    if (busy) return;
    await run(async () => {
      const tenantId = await createCompany(id, name);
      onClose();
      leave(() => {
        enter(tenantId);
        onNavigate();
        void navigate(`/company/${tenantId}/settings`);
      });
    });
  });
  return (
    <form noValidate onSubmit={(event) => void save(event)}>
      <TextField label="Name" problem={formState.errors.name?.message} {...register('name')} />
      <Problem text={problem} />
      <div className="mt-5 flex flex-wrap justify-end gap-2">
        <Button size="normal" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" look="primary" size="normal" aria-disabled={busy}>
          {busy ? 'Making it…' : 'Make the company'}
        </Button>
      </div>
    </form>
  );
}
