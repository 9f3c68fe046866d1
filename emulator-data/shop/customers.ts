import type { Random } from './random.ts';
import { dates } from './values.ts';

const firstNames = 'Ada Ben Clara David Emma Finn Greta Hugo Ida Jonas Klara Leo Mia Noah Olga Paul'.split(
  ' ',
);
const lastNames = 'Albers Bauer Cordes Dietz Ebert Falk Gruber Hansen Iversen Jansen'.split(' ');
const places = [
  ['Hamburg', '20457'],
  ['Bremen', '28195'],
  ['Kiel', '24103'],
  ['Leipzig', '04109'],
  ['Berlin', '10115'],
] as const;

const CUSTOMERS = 60;
const FIRST_ID = 11;
const DAY = 86_400_000;

export type Address = Readonly<
  Record<'first_name' | 'last_name' | 'address_1' | 'city' | 'postcode' | 'country' | 'phone', string>
>;

export type Customer = ReturnType<typeof customerOf>;

function customerOf(index: number, random: Random, now: number) {
  const first_name = firstNames[index % firstNames.length] ?? '';
  const last_name = lastNames[Math.floor(index / 6) % lastNames.length] ?? '';
  const [city, postcode] = random.pick(places);
  const email = `${first_name}.${last_name}.${FIRST_ID + index}@example.com`.toLowerCase();
  const address: Address = {
    first_name,
    last_name,
    address_1: `Deichstraße ${random.between(1, 90)}`,
    city,
    postcode,
    country: 'DE',
    phone: `+49 40 555 ${random.between(1000, 9999)}`,
  };
  return {
    id: FIRST_ID + index,
    ...dates(now - random.between(80, 700) * DAY),
    email,
    first_name,
    last_name,
    role: 'customer',
    username: `${first_name}${FIRST_ID + index}`.toLowerCase(),
    billing: { ...address, email },
    shipping: address,
    is_paying_customer: true,
    meta_data: [],
  };
}

export const allCustomers = (random: Random, now: number): Customer[] =>
  Array.from({ length: CUSTOMERS }, (_, index) => customerOf(index, random, now));
