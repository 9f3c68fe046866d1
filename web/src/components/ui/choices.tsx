import { Button } from './button.tsx';

type Props = {
  /** Who gets the answer; part of each button's name. */
  name: string;
  options: readonly string[];
  suggestion: string | null;
  onAnswer: (answer: string) => void;
};

/** The answers that one click gives: the question's options, and Mother's guess. */
export function Choices({ name, options, suggestion, onAnswer }: Props) {
  return (
    <>
      {suggestion === null ? null : (
        <Button look="needs" onClick={() => onAnswer(suggestion)}>
          <span className="sr-only">Answer {name}:</span> {suggestion}
          <span className="font-normal">suggested</span>
        </Button>
      )}
      {options
        .filter((option) => option !== suggestion)
        .map((option) => (
          <Button key={option} onClick={() => onAnswer(option)}>
            <span className="sr-only">Answer {name}:</span> {option}
          </Button>
        ))}
    </>
  );
}
