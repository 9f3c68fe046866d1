import { money } from './values.ts';

// What the shop sells: things for coffee.

export const categories = [
  { id: 15, name: 'Coffee', slug: 'coffee' },
  { id: 16, name: 'Machines', slug: 'machines' },
  { id: 17, name: 'Cups', slug: 'cups' },
  { id: 18, name: 'Gifts', slug: 'gifts' },
] as const;

type CategoryId = (typeof categories)[number]['id'];

/** Name, category, price and sale price in cents, pieces in stock. */
type Row = readonly [name: string, category: CategoryId, price: number, sale: number | null, stock: number];

const rows: readonly Row[] = [
  ['Harbour Blend, 1 kg', 15, 2450, null, 120],
  ['Harbour Blend, 250 g', 15, 790, null, 300],
  ['Lighthouse Espresso, 1 kg', 15, 2690, null, 80],
  ['Lighthouse Espresso, 250 g', 15, 850, 690, 210],
  ['Decaf Low Tide, 500 g', 15, 1490, null, 45],
  ['Green Beans Santos, 2 kg', 15, 2990, null, 12],
  ['Pour-over Set Maren', 16, 4900, null, 33],
  ['French Press, 1 l', 16, 3950, 2950, 20],
  ['Hand Grinder', 16, 6900, null, 9],
  ['Espresso Machine Seal', 16, 34_900, null, 4],
  ['Milk Frother', 16, 2490, null, 0],
  ['Kettle Gooseneck', 16, 5900, 4900, 14],
  ['Cup Horizon, blue', 17, 1290, null, 150],
  ['Cup Horizon, white', 17, 1290, null, 140],
  ['Espresso Cups, set of 4', 17, 2400, null, 37],
  ['Travel Mug', 17, 1990, 1490, 60],
  ['Glass Double Wall', 17, 990, null, 5],
  ['Gift Box Small', 18, 1900, null, 25],
  ['Gift Box Large', 18, 4500, null, 18],
  ['Gift Card', 18, 2500, null, 1000],
];

const FIRST_ID = 201;

export type Product = ReturnType<typeof productOf>;

function productOf([name, categoryId, price, sale, stock]: Row, index: number) {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');
  return {
    id: FIRST_ID + index,
    name,
    slug,
    type: 'simple',
    status: 'publish',
    sku: `MM-${FIRST_ID + index}`,
    price: money(sale ?? price),
    regular_price: money(price),
    sale_price: sale === null ? '' : money(sale),
    on_sale: sale !== null,
    purchasable: true,
    manage_stock: true,
    stock_quantity: stock,
    stock_status: stock > 0 ? 'instock' : 'outofstock',
    parent_id: 0,
    categories: categories.filter(({ id }) => id === categoryId).map((one) => ({ ...one })),
    description: `<p>${name}, from the shop at the harbour.</p>`,
    short_description: `<p>${name}</p>`,
    meta_data: [],
  };
}

export const allProducts = (): Product[] => rows.map(productOf);
