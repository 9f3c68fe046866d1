import { ArrowRight } from 'lucide-react';
import { use, useState } from 'react';
import { Monogram } from '../../../components/ui/monogram.tsx';
import { type EmulatorPerson, emulatorPeople } from '../data/emulator-people.ts';
import { signIn } from '../data/sign-in.ts';
import { signInProblem } from '../data/sign-in-problem.ts';
import { Problem } from '../../../components/ui/problem.tsx';

const people = emulatorPeople();

/** Local accounts, one click each. */
export function EmulatorAccounts() {
  const [problem, setProblem] = useState<string | null>(null);
  const enter = async (person: EmulatorPerson) => {
    setProblem(null);
    await signIn(person).catch((error: unknown) => setProblem(signInProblem(error)));
  };
  return (
    <>
      <ul className="space-y-2.5">
        {use(people).map((person) => (
          <li key={person.email}>
            <button
              type="button"
              onClick={() => void enter(person)}
              className="group flex w-full items-center gap-3.5 rounded-2xl border border-line bg-surface px-4 py-3 text-left shadow-rest transition-colors hover:border-line-strong"
            >
              <Monogram name={person.displayName} size={36} />
              <span className="min-w-0 flex-1">
                <span className="block font-medium">Continue as {person.displayName}</span>
                <span className="block truncate text-[0.8125rem] text-soft">{person.email}</span>
              </span>
              <ArrowRight size={18} aria-hidden="true" className="text-faint group-hover:text-accent" />
            </button>
          </li>
        ))}
      </ul>
      <p className="mt-4 text-[0.8125rem] text-faint">
        Local accounts, kept by the emulators on this computer.
      </p>
      <Problem text={problem} />
    </>
  );
}
