import type { z } from 'zod';
import { AppError, SCHEMA_VERSION } from '../contracts/index.ts';
import type { ServerTime, Store, StoredDocument, Version, Write } from './port.ts';

/** A document that was parsed: its value, and the version to guard a write of it with. */
export type Read<T> = {
  readonly id: string;
  readonly path: string;
  readonly version: Version;
  readonly value: T;
};

/** A document to be written: the schema's output, where each time may be the server's. */
export type Draft<T> = { readonly [K in keyof T]: K extends `${string}At` ? T[K] | ServerTime : Draft<T[K]> };

/**
 * Parses a stored document.
 * @throws AppError `unsupported_version` for another schema version, `malformed_document` for any other mismatch.
 */
export function parse<S extends z.ZodType>(document: StoredDocument, schema: S): Read<z.output<S>> {
  const parsed = schema.safeParse(document.data);
  if (parsed.success)
    return { id: document.id, path: document.path, version: document.version, value: parsed.data };
  const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  const version = document.data['schemaVersion'];
  if (version !== SCHEMA_VERSION) {
    throw new AppError('unsupported_version', `${document.path} has schema version ${String(version)}`);
  }
  throw new AppError('malformed_document', `${document.path} does not match its schema at: ${fields}`);
}

/** Reads and parses one document; null where there is none. Errors as `parse`. */
export async function read<S extends z.ZodType>(
  store: Pick<Store, 'get'>,
  path: string,
  schema: S,
): Promise<Read<z.output<S>> | null> {
  const document = await store.get(path);
  return document && parse(document, schema);
}

export const create = <T>(path: string, data: Draft<T>): Write => ({ op: 'create', path, data });

export const set = <T>(path: string, data: Draft<T>): Write => ({ op: 'set', path, data });

export const update = <T>(path: string, data: Partial<Draft<T>>, ifVersion?: Version): Write =>
  ifVersion === undefined ? { op: 'update', path, data } : { op: 'update', path, data, ifVersion };

export const remove = (path: string): Write => ({ op: 'delete', path });
