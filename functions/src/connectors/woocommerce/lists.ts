import { z } from 'zod';
import type { Page } from './shop.ts';

/** Entries of one page of a result: what a model can read at once. */
export const PER_PAGE = 20;

/** Which page of a list. */
export const pageInput = z.int().min(1).max(500).optional().describe('The page, from 1; 20 entries each.');

/** What a list says beside its entries: as the shop counts them, null where it does not say. */
export const listed = { total: z.int().nullable(), page: z.int(), pages: z.int().nullable() };

/** The part of a result that says which page of how many this is. */
export const placeOf = ({ total, pages }: Page<unknown>, page: number) => ({ total, page, pages });

/** A text of at most so many characters, on one line and without markup. */
export const short = (text: string, length: number): string => {
  const line = text
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  return line.length > length ? `${line.slice(0, length).trimEnd()} …` : line;
};
