import { useId } from 'react';
import { Link } from 'react-router';
import { Note } from '../components/ui/note.tsx';
import { isAdminOf, tenancyIn, useMember } from './member.ts';

/** So many are shown to choose from; the menu at the side has all. */
const SHOWN = 6;

/** Which tenant a new chat will belong to; and that its agents are switched off, where they are. */
export function NewChatPlace() {
  const member = useMember();
  const { tenancies, tenantId, choose } = member;
  const name = useId();
  const here = tenancyIn(member, tenantId);
  const shown = tenancies.filter((one, index) => index < SHOWN || one.tenantId === tenantId);
  return (
    <>
      {tenancies.length > 1 ? (
        <div role="radiogroup" aria-label="This chat is for" className="mt-5 flex flex-wrap gap-2">
          {shown.map((one) => (
            <label
              key={one.tenantId}
              className="relative flex min-h-9 max-w-full cursor-pointer items-center rounded-full border border-line bg-surface px-3.5 text-sm hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name={name}
                checked={one.tenantId === tenantId}
                onChange={() => choose(one.tenantId)}
                className="absolute inset-0 cursor-pointer opacity-0"
              />
              <span className="truncate">{one.plan === 'personal' ? 'Personal' : one.name}</span>
            </label>
          ))}
        </div>
      ) : null}
      {here && !here.orchestrates ? (
        <Note tone="needs" className="mt-5">
          <p className="min-w-0 flex-1">
            Agents are switched off here: Mother answers by herself.{' '}
            {isAdminOf(member, tenantId) ? (
              <Link to={`/company/${tenantId}/settings`} className="underline underline-offset-4">
                Switch them on
              </Link>
            ) : (
              'An admin can switch them on.'
            )}
          </p>
        </Note>
      ) : null}
    </>
  );
}
