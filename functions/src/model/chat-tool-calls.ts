import { z } from 'zod';
import { type DraftCall, isJson } from './answer.ts';

const text = z.string().catch('');

/** A piece of a tool call. Servers leave out the index or the id, and some send arguments as an object. */
export const toolCallPiece = z.object({
  index: z.int().nullable().catch(null),
  id: text,
  function: z
    .object({
      name: text,
      arguments: z
        .union([z.string(), z.record(z.string(), z.unknown()).transform((it) => JSON.stringify(it))])
        .catch(''),
    })
    .catch({ name: '', arguments: '' }),
});
type Piece = z.infer<typeof toolCallPiece>;

/**
 * Whether a piece begins another call rather than going on with this one. The index alone does not say: some servers
 * send whole calls, each with index 0; and neither does the id alone: some repeat it.
 */
function beginsAnother(open: DraftCall, { id, function: { name, arguments: more } }: Piece): boolean {
  if (id !== '' && open.id !== '' && id !== open.id) return true;
  if (name === '') return false;
  return name !== open.name || (more !== '' && isJson(open.arguments));
}

/** Puts the pieces of streamed tool calls together, in the order in which the calls began. */
export class ChatToolCalls {
  readonly #calls: DraftCall[] = [];
  readonly #byIndex = new Map<number, DraftCall>();

  get calls(): readonly DraftCall[] {
    return this.#calls;
  }

  add(piece: Piece): void {
    const open = piece.index === null ? this.#calls.at(-1) : this.#byIndex.get(piece.index);
    const call = open === undefined || beginsAnother(open, piece) ? this.#begin(piece.index) : open;
    call.id ||= piece.id;
    call.name ||= piece.function.name;
    call.arguments += piece.function.arguments;
  }

  #begin(index: number | null): DraftCall {
    const call = { id: '', name: '', arguments: '' };
    this.#calls.push(call);
    if (index !== null) this.#byIndex.set(index, call);
    return call;
  }
}
