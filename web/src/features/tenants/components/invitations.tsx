import { inviteMember, type Invitation } from 'functions/contracts';
import { Check, Copy } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useForm } from 'react-hook-form';
import { SelectField, TextField } from '../../../components/form/field.tsx';
import { keepTyped } from '../../../components/form/keep-typed.ts';
import { useSaving } from '../../../components/form/use-saving.ts';
import { Button } from '../../../components/ui/button.tsx';
import { Note } from '../../../components/ui/note.tsx';
import { Problem } from '../../../components/ui/problem.tsx';
import { useNow } from '../../../lib/clock.ts';
import { checkedBy } from '../../../lib/form.ts';
import { type Parsed, parsedOf } from '../../../lib/subscription/entry.ts';
import { entriesOf } from '../../../lib/subscription/listing.ts';
import { useSubscription } from '../../../lib/subscription/source.ts';
import { dayName } from '../../../lib/time-text.ts';
import { invite, openInvitationsOf, revoke } from '../data/members.ts';

const MINUTE_MS = 60_000;

/** Asking somebody to join, and who has been asked. */
export function Invitations({ tenantId }: { tenantId: string }) {
  const found = useSubscription(useMemo(() => openInvitationsOf(tenantId), [tenantId]));
  const open = parsedOf(entriesOf(found));
  return (
    <section aria-label="Invitations" className="mt-8">
      <h3 className="text-base font-semibold tracking-tight">Invite somebody</h3>
      <InviteForm tenantId={tenantId} />
      {open.length === 0 ? null : (
        <>
          <h3 className="mt-6 text-base font-semibold tracking-tight">Open invitations</h3>
          <ul aria-label="Open invitations" className="mt-2 divide-y divide-line">
            {open.map((one) => (
              <OpenInvitation key={one.id} tenantId={tenantId} invitation={one} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function InviteForm({ tenantId }: { tenantId: string }) {
  const { busy, problem, run } = useSaving();
  const [sent, setSent] = useState<{ email: string; link: string } | null>(null);
  const empty = { tenantId, email: '', role: 'member' as 'admin' | 'member' };
  const form = useForm({ resolver: checkedBy(inviteMember.input), defaultValues: empty });
  const { register, handleSubmit, formState } = form;
  const save = handleSubmit(async ({ email, role }) => {
    if (busy) return;
    const fill = keepTyped(form);
    // The link of before stays until there is another one: it is shown nowhere else.
    await run(async () => {
      setSent({ email, link: await invite(tenantId, email, role) });
      fill(empty);
    });
  });
  return (
    <form noValidate className="mt-2" onSubmit={(event) => void save(event)}>
      <div className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 flex-1 basis-64">
          <TextField
            label="E-mail"
            type="email"
            inputMode="email"
            problem={formState.errors.email?.message}
            {...register('email')}
          />
        </div>
        <div className="w-36">
          <SelectField
            label="Role"
            options={[
              { value: 'member', name: 'Member' },
              { value: 'admin', name: 'Admin' },
            ]}
            {...register('role')}
          />
        </div>
        <Button type="submit" look="primary" size="normal" aria-disabled={busy} className="mt-6">
          {busy ? 'Inviting…' : 'Invite'}
        </Button>
      </div>
      <Problem text={problem} />
      {sent ? <Sent key={sent.link} {...sent} /> : null}
    </form>
  );
}

/** The link is shown once: it is kept nowhere. */
function Sent({ email, link }: { email: string; link: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(link);
      setCopied(true);
    } catch (error) {
      console.warn('the link could not be copied', error);
    }
  };
  return (
    <div role="status" className="mt-3">
      <Note tone="calm">
        <p className="min-w-0 flex-1 basis-64 text-ink">
          An e-mail is on its way to {email}. This link does the same; it works for that address only, for 7
          days, and is shown only now.
        </p>
        <input
          readOnly
          aria-label="Link of the invitation"
          value={link}
          onFocus={(event) => event.target.select()}
          className="mono min-w-0 flex-1 basis-64 rounded-lg border border-line bg-canvas px-2.5 py-1.5 text-xs"
        />
        <Button onClick={() => void copy()}>
          {copied ? <Check size={14} aria-hidden="true" /> : <Copy size={14} aria-hidden="true" />}
          {copied ? 'Copied' : 'Copy the link'}
        </Button>
      </Note>
    </div>
  );
}

function OpenInvitation({
  tenantId,
  invitation: { id, data },
}: {
  tenantId: string;
  invitation: Parsed<Invitation>;
}) {
  const { busy, problem, run } = useSaving();
  const now = useNow(true, MINUTE_MS);
  const isOver = data.expiresAt <= now;
  return (
    <li className="py-2">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 flex-1 text-sm wrap-anywhere">
          {data.email} <span className="text-faint">as {data.role}</span>
          <span className="block text-xs text-faint">
            {isOver ? 'Its 7 days are over.' : `Until ${dayName(data.expiresAt, now)}`}
          </span>
        </p>
        <Button
          aria-label={`Take back the invitation of ${data.email}`}
          aria-disabled={busy}
          onClick={() => (busy ? undefined : void run(() => revoke(tenantId, id)))}
        >
          Take back
        </Button>
      </div>
      <Problem text={problem} />
    </li>
  );
}
