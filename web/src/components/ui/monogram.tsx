import { agentTint } from './agent-tint.ts';

/** The first letter of a name, in its own colours: a picture, not a word, so it is no part of the text around it. */
export function Monogram({ name, size = 28 }: { name: string; size?: number }) {
  return (
    <span
      aria-hidden="true"
      style={{ ...agentTint(name), width: size, height: size, fontSize: size * 0.46 }}
      data-letter={String.fromCodePoint(name.codePointAt(0) ?? 63).toUpperCase()}
      className="inline-grid shrink-0 place-items-center rounded-full font-semibold before:content-[attr(data-letter)]"
    />
  );
}
