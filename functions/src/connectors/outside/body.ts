import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { ToolError } from '../tool.ts';

/** What is read of an answer at most, in bytes, as it comes and as it is unpacked. */
const LONGEST_BODY = 5_000_000;

const unpack: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** It is longer than what is read of one; the rest was not read. */
class BodyTooLong extends ToolError {
  override readonly name = 'BodyTooLong';
}

const asBytes = (chunk: unknown): Uint8Array => {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError('A body comes in bytes.');
};

/** Passes on what comes, until it is too much. */
async function* bounded(source: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of source) {
    const bytes = asBytes(chunk);
    length += bytes.length;
    if (length > LONGEST_BODY) throw new BodyTooLong('The answer is longer than 5 MB. Ask for less at once.');
    yield bytes;
  }
}

/** The text of a body (UTF-8), unpacked. @throws ToolError where it is too long, or packed in an unknown way. */
export async function textOf(body: Readable, encoding: string | null): Promise<string> {
  const chunks: Uint8Array[] = [];
  const collect = async (source: AsyncIterable<unknown>) => {
    for await (const bytes of bounded(source)) chunks.push(bytes);
  };
  const packed = (encoding ?? '').trim().toLowerCase();
  if (packed === '' || packed === 'identity') await pipeline(body, collect);
  else {
    const unpacking = unpack[packed]?.();
    if (!unpacking) throw new ToolError('The answer is packed in a way that cannot be read.');
    await pipeline(body, bounded, unpacking, collect);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}
