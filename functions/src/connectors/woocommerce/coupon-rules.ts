import { exact, written } from './money.ts';
import type { Coupon, Product } from './shapes.ts';

// Why a discount code is not valid, by WooCommerce's own rules; every reason, not only the first.

export type PricedProduct = Product & { readonly price: string };

/** What somebody wants to buy. */
export type Wish = {
  readonly coupon: Coupon;
  readonly items: readonly { readonly product: PricedProduct; readonly quantity: number }[];
  /** Null: not known. */
  readonly email: string | null;
  /** Of the account with that address; null: there is none. */
  readonly customerId: number | null;
  /** Codes that are used beside this one. */
  readonly otherCodes: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
};

type Rule = (wish: Wish) => readonly string[];

const when = (is: boolean, reason: string): readonly string[] => (is ? [reason] : []);

const subtotalOf = ({ items }: Wish): bigint =>
  items.reduce((sum, { product, quantity }) => sum + exact(product.price) * BigInt(quantity), 0n);

const isIn = (product: Product, ids: readonly number[]): boolean =>
  ids.includes(product.id) || ids.includes(product.parent_id);

const isOfCategory = (product: Product, ids: readonly number[]): boolean =>
  product.categories.some(({ id }) => ids.includes(id));

const namesOf = (products: readonly Product[]): string =>
  products
    .slice(0, 5)
    .map(({ name }) => `"${name.slice(0, 80)}"`)
    .join(', ');

/** A discount on products only has to fit one of them; one on the cart fails for any that it excludes. */
const isOnCart = ({ discount_type: type }: Coupon): boolean => type === 'fixed_cart';

const expired: Rule = ({ coupon, now }) => {
  const { date_expires_gmt: end } = coupon;
  return when(
    end !== null && Date.parse(`${end}Z`) < now,
    `It expired on ${coupon.date_expires?.slice(0, 10)}.`,
  );
};

const usedUp: Rule = ({ coupon: { usage_count: used, usage_limit: most } }) =>
  when(most !== null && used >= most, `It may be used ${most} times, and has been.`);

const usedByThem: Rule = ({ coupon, email, customerId }) => {
  const most = coupon.usage_limit_per_user;
  if (most === null || email === null) return [];
  const used = coupon.used_by.filter(
    (by) => by.toLowerCase() === email || (customerId !== null && by === String(customerId)),
  ).length;
  return when(used >= most, `Each customer may use it ${most} times, and this one has.`);
};

const tooLittle: Rule = (wish) => {
  const least = exact(wish.coupon.minimum_amount);
  const subtotal = subtotalOf(wish);
  return when(
    least > 0n && subtotal < least,
    `The items cost ${written(subtotal)}, and it needs ${written(least)}.`,
  );
};

const tooMuch: Rule = (wish) => {
  const most = exact(wish.coupon.maximum_amount);
  const subtotal = subtotalOf(wish);
  return when(
    most > 0n && subtotal > most,
    `The items cost ${written(subtotal)}, and it is for ${written(most)} at most.`,
  );
};

const notTheseProducts: Rule = ({ coupon, items }) =>
  when(
    coupon.product_ids.length > 0 && !items.some(({ product }) => isIn(product, coupon.product_ids)),
    'None of the items is a product that it is for.',
  );

const notTheseCategories: Rule = ({ coupon, items }) =>
  when(
    coupon.product_categories.length > 0 &&
      !items.some(({ product }) => isOfCategory(product, coupon.product_categories)),
    'None of the items is of a category that it is for.',
  );

/** The items that something excludes: all of them have to be free of it on a cart, one of them else. */
function excluded(
  { coupon, items }: Wish,
  is: (product: Product) => boolean,
  why: string,
): readonly string[] {
  const out = items.map(({ product }) => product).filter(is);
  const isWrong = isOnCart(coupon) ? out.length > 0 : items.length > 0 && out.length === items.length;
  return when(isWrong, `${why}: ${namesOf(out)}.`);
}

const excludedProducts: Rule = (wish) =>
  excluded(
    wish,
    (product) => isIn(product, wish.coupon.excluded_product_ids),
    'It is not for these products',
  );

const excludedCategories: Rule = (wish) =>
  excluded(
    wish,
    (product) => isOfCategory(product, wish.coupon.excluded_product_categories),
    'It is not for the category of these products',
  );

const onSale: Rule = (wish) =>
  wish.coupon.exclude_sale_items
    ? excluded(wish, (product) => product.on_sale, 'It is not for products on sale')
    : [];

/** An address or a pattern such as "*@example.com". */
function matches(pattern: string, email: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const literal = parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`));
  return new RegExp(`^${literal.join('.*')}$`, 'u').test(email);
}

const notTheirs: Rule = ({ coupon: { email_restrictions: allowed }, email }) =>
  when(
    email !== null && allowed.length > 0 && !allowed.some((pattern) => matches(pattern, email)),
    'It is for certain e-mail addresses only, and this one is not among them.',
  );

const notWithOthers: Rule = ({ coupon, otherCodes }) =>
  when(coupon.individual_use && otherCodes.length > 0, 'It cannot be used together with another code.');

const rules: readonly Rule[] = [
  expired,
  usedUp,
  usedByThem,
  tooLittle,
  tooMuch,
  notTheseProducts,
  notTheseCategories,
  excludedProducts,
  excludedCategories,
  onSale,
  notTheirs,
  notWithOthers,
];

/** Every reason against it; none: it is valid. */
export const reasonsAgainst = (wish: Wish): string[] => rules.flatMap((rule) => rule(wish));

/** What could not be told, because nobody said who it is for. */
export const notChecked = ({ coupon, email }: Pick<Wish, 'coupon' | 'email'>): string[] =>
  email === null && (coupon.usage_limit_per_user !== null || coupon.email_restrictions.length > 0)
    ? ['Whether this customer may use it: give their e-mail address.']
    : [];
