/** Letters without case and accents, so that "zurich" finds "Zürich". */
const plain = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase('en');

/** Whether a text has all the words of a search, in any order, each at least in part. No words: all texts have them. */
export function hasWords(text: string, search: string): boolean {
  const searched = plain(text);
  return plain(search)
    .split(/\s+/u)
    .every((word) => searched.includes(word));
}
