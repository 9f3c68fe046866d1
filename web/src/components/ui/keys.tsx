/** Keys that are pressed together. */
export function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <span className="inline-flex shrink-0 gap-1">
      {keys.map((key) => (
        <kbd
          key={key}
          className="inline-grid min-h-6 min-w-6 place-items-center rounded-md border border-line bg-canvas px-1.5 font-sans text-xs text-soft"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
