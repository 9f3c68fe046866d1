import type { Checked } from '../../functions/src/upkeep/check.ts';
import type { Finding } from '../../functions/src/upkeep/finding.ts';
import { say } from '../local/stages.ts';

/** So many lines are printed; the rest is counted. */
const SHOWN = 200;

/** Prints what is found as it is found, and counts. */
export class Report {
  #chats = 0;
  #busy = 0;
  #tooLarge = 0;
  #brokenChats = 0;
  #shown = 0;
  readonly #rules = new Map<string, number>();

  /** What is broken in a chat, and cannot be or is not mended. */
  chat(checked: Checked): void {
    this.#chats += 1;
    if (checked.kind === 'busy') this.#busy += 1;
    if (checked.kind === 'too large') {
      this.#tooLarge += 1;
      this.line(`${checked.chat} has more documents than are read`);
    }
    if (checked.kind !== 'looked' || checked.findings.length === 0) return;
    this.#brokenChats += 1;
    for (const finding of checked.findings) {
      this.#rules.set(finding.rule, (this.#rules.get(finding.rule) ?? 0) + 1);
      this.finding('broken', finding);
    }
  }

  finding(what: string, { rule, path, says }: Finding): void {
    const chat = path.split('/').slice(0, 4).join('/');
    this.line(`${what}  ${rule}  ${says.includes(chat) ? says : `${chat}: ${says}`}`);
  }

  line(text: string): void {
    this.#shown += 1;
    if (this.#shown <= SHOWN) say(text);
  }

  get isClean(): boolean {
    return this.#brokenChats === 0 && this.#tooLarge === 0;
  }

  summary(where: string): string {
    const rules = [...this.#rules].map(([rule, count]) => `${rule} ${count}`).join(', ');
    const more = this.#shown > SHOWN ? `… and ${this.#shown - SHOWN} more lines\n` : '';
    const unseen = [
      ...(this.#busy > 0 ? [`${this.#busy} changed while they were read`] : []),
      ...(this.#tooLarge > 0 ? [`${this.#tooLarge} were too large to read`] : []),
    ];
    return (
      `${more}${this.#chats} chats of ${where}: ${this.#brokenChats} broken` +
      `${rules === '' ? '' : ` (${rules})`}${unseen.map((one) => `; ${one}`).join('')}`
    );
  }
}
