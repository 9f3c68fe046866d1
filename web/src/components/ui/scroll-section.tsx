import type { ComponentProps } from 'react';

type Props = ComponentProps<'section'> & { 'aria-label': string };

/** Something that scrolls by itself, named and in reach of the keyboard. */
export function ScrollSection(props: Props) {
  return <section tabIndex={0} {...props} />;
}
