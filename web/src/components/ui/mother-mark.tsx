/** Mother's sign: one above several. */
export function MotherMark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="10" className="fill-accent" />
      <circle cx="16" cy="13.5" r="6.2" fill="none" strokeWidth="2.6" className="stroke-accent-ink" />
      <circle cx="8.8" cy="23.6" r="2" className="fill-accent-ink" />
      <circle cx="16" cy="25.2" r="2" fill="#f0b94a" />
      <circle cx="23.2" cy="23.6" r="2" className="fill-accent-ink" />
    </svg>
  );
}
