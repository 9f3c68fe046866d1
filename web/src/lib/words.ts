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

/** Where in a text a search's words stand, letter by letter: for marking them. */
export function wordsIn(text: string, search: string): { readonly from: number; readonly to: number }[] {
  const wanted = plain(search)
    .split(/\s+/u)
    .filter((word) => word !== '');
  // One plain letter for each of the text's, so that places are the same in both.
  const letters = [...text].map((letter) => ({
    plain: plain(letter).slice(0, 1) || ' ',
    length: letter.length,
  }));
  const searched = letters.map((letter) => letter.plain).join('');
  const places = [0];
  for (const { length } of letters) places.push((places.at(-1) ?? 0) + length);
  return wanted.flatMap((word) => {
    const found: { from: number; to: number }[] = [];
    for (let at = searched.indexOf(word); at !== -1; at = searched.indexOf(word, at + word.length)) {
      found.push({ from: places[at] ?? 0, to: places[at + word.length] ?? text.length });
    }
    return found;
  });
}
