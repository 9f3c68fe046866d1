import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { FieldProblem, inputLook } from '../../../components/form/field.tsx';
import { isComposing } from '../../../lib/keys.ts';
import { checkTag } from '../data/agent-form.ts';

type Props = {
  tags: readonly string[];
  onChange: (tags: string[]) => void;
  /** Tags that other agents have. */
  inUse: readonly string[];
  problem: string | undefined;
};

/** Free-form tags as chips: kept in the form in which they are compared, suggested from those in use. */
export function TagsField({ tags, onChange, inUse, problem }: Props) {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const id = useId();
  const add = (text: string) => {
    const { tag, problem } = checkTag(text, tags);
    setWrong(problem);
    if (problem !== null || tag === '') return;
    onChange([...tags, tag]);
    setTyped('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add(typed);
    } else if (event.key === 'Backspace' && typed === '') onChange(tags.slice(0, -1));
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        Tags
      </label>
      <p id={`${id}-hint`} className="mb-1.5 text-[0.8125rem] text-soft">
        What it is about, in your own words. Enter or a comma ends one.
      </p>
      {tags.length === 0 ? null : (
        <ul aria-label="Tags of this agent" className="mb-2 flex flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li
              key={tag}
              className="flex max-w-full items-center gap-1 rounded-full border border-line bg-sunken py-0.5 pr-0.5 pl-2.5 text-[0.8125rem]"
            >
              <span dir="auto" className="truncate">
                {tag}
              </span>
              <button
                type="button"
                aria-label={`Remove the tag ${tag}`}
                onClick={() => onChange(tags.filter((one) => one !== tag))}
                className="grid size-6 shrink-0 place-items-center rounded-full hover:bg-black/10"
              >
                <X size={13} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        dir="auto"
        list={`${id}-in-use`}
        value={typed}
        autoComplete="off"
        aria-describedby={`${id}-hint ${id}-problem`}
        aria-invalid={(wrong ?? problem) !== undefined && wrong !== null}
        onChange={(event) => {
          setWrong(null);
          setTyped(event.target.value);
        }}
        onBlur={() => add(typed)}
        onKeyDown={onKeyDown}
        className={inputLook}
      />
      <datalist id={`${id}-in-use`}>
        {inUse
          .filter((tag) => !tags.includes(tag))
          .map((tag) => (
            <option key={tag} value={tag}>
              {tag}
            </option>
          ))}
      </datalist>
      <FieldProblem id={`${id}-problem`} text={wrong ?? problem} />
    </div>
  );
}
