/** "Planner", "Planner and Writer", "Planner, Writer and Estimator": each name once. */
export function namesInWords(names: readonly string[], and = 'and'): string {
  const unique = [...new Set(names)];
  const last = unique.at(-1) ?? '';
  return unique.length < 2 ? last : `${unique.slice(0, -1).join(', ')} ${and} ${last}`;
}
