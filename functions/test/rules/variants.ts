import { arrayUnion, GeoPoint, Timestamp } from 'firebase/firestore';
import type { Fields } from '../support/rules.ts';

/** A value of each type that a document can hold; none of them is right in any field that a client writes. */
const VALUES: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['boolean', true],
  ['number', 7],
  ['number that is none', Number.NaN],
  ['string', '\u0000'],
  ['list', ['open']],
  ['list that the server makes', arrayUnion('open')],
  ['map', { id: 'open' }],
  ['map in a map in a map', { id: { id: { id: 'open' } } }],
  ['time', Timestamp.fromMillis(0)],
  ['place', new GeoPoint(0, 0)],
];

type Variant = readonly [name: string, fields: Fields];

/** The document without each of its fields in turn. */
export const withoutEachField = (valid: Fields): Variant[] =>
  Object.keys(valid).map((field) => [
    field,
    Object.fromEntries(Object.entries(valid).filter(([name]) => name !== field)),
  ]);

/** The document with each of its fields, in turn, of each other type. */
export const withEachFieldRetyped = (valid: Fields): Variant[] =>
  Object.keys(valid).flatMap((field) =>
    VALUES.filter(([type]) => type !== 'string' || typeof valid[field] !== 'string').map(
      ([type, value]): Variant => [`${field}: a ${type}`, { ...valid, [field]: value }],
    ),
  );

/** The document with one more field, in turn: each of these names, which hold a plausible value. */
export const withEachFieldAdded = (valid: Fields, added: Fields): Variant[] =>
  Object.entries(added)
    .filter(([name]) => !(name in valid))
    .map(([name, value]) => [name, { ...valid, [name]: value }]);
