import { type ReactNode, useState } from 'react';
import { Button } from './button.tsx';
import { Modal } from './modal.tsx';
import { Problem } from './problem.tsx';

type Props = {
  title: string;
  /** What happens then. */
  children: ReactNode;
  /** What the button that does it says. */
  verb: string;
  /** Rejects with words where it did not work. */
  onConfirm: () => Promise<void>;
  onClose: () => void;
  /** Why something did not work. */
  problemOf: (error: unknown) => string;
};

/** Asks once more before something that cannot be had back. The way out comes first. */
export function Confirm({ title, children, verb, onConfirm, onClose, problemOf }: Props) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      console.warn(`${verb} did not work`, error);
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open onClose={onClose} title={title} description={children}>
      <Problem text={problem} />
      <div className="mt-1 flex flex-wrap justify-end gap-2">
        <Button size="normal" onClick={onClose}>
          Cancel
        </Button>
        <Button look="danger" size="normal" aria-disabled={busy} onClick={() => void confirm()}>
          {busy ? 'One moment…' : verb}
        </Button>
      </div>
    </Modal>
  );
}
