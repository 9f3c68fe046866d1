/** Reads a text from left to right. White space and comments count for nothing. */
export interface Scanner {
  /** Where the next thing starts. */
  readonly here: () => number;
  /** Where the last thing ended. */
  readonly last: () => number;
  /** Takes what comes next if it is this. */
  readonly take: (pattern: RegExp) => string | undefined;
  /** Takes what comes next, which has to be this. */
  readonly expect: (pattern: RegExp) => string;
  readonly isNext: (pattern: RegExp) => boolean;
  readonly isAtEnd: () => boolean;
}

const NOTHING = /(?:\s+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;

export function scan(text: string): Scanner {
  let position = 0;
  let last = 0;

  const at = (pattern: RegExp, offset: number): string | undefined => {
    const sticky = new RegExp(pattern.source, 'y');
    sticky.lastIndex = offset;
    return sticky.exec(text)?.[0];
  };
  const here = () => {
    position += at(NOTHING, position)?.length ?? 0;
    return position;
  };
  const take = (pattern: RegExp) => {
    const found = at(pattern, here());
    if (found !== undefined) {
      position += found.length;
      last = position;
    }
    return found;
  };
  const expect = (pattern: RegExp) => {
    const found = take(pattern);
    if (found !== undefined) return found;
    const line = text.slice(0, here()).split('\n').length;
    throw new Error(`Line ${line}: not understood, ${pattern} expected: ${text.slice(here(), here() + 40)}`);
  };

  return {
    here,
    last: () => last,
    take,
    expect,
    isNext: (pattern) => at(pattern, here()) !== undefined,
    isAtEnd: () => here() === text.length,
  };
}
