import type { ComponentProps } from 'react';
import { Button } from './button.tsx';

/** The way out of what only a fresh page mends. */
export function ReloadButton(props: Pick<ComponentProps<typeof Button>, 'look' | 'size' | 'className'>) {
  return (
    <Button {...props} onClick={() => window.location.reload()}>
      Reload
    </Button>
  );
}
