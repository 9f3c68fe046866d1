import process from 'node:process';

// The demo shop, as somebody sees it who may look at what it was asked.

const control = (path: string, body?: object): Promise<Response> => {
  const url = process.env['MOTHER_SHOP_URL'];
  if (url === undefined) throw new Error('Run browser tests with `npm test -- browser`: it opens the shop.');
  return fetch(`${url}/demo/${path}`, body && { method: 'POST', body: JSON.stringify(body) });
};

/** As it was when it opened. */
export async function resetShop(): Promise<void> {
  await control('reset', {});
}

/** Its next answer to something that changes it is cut off, after the change. */
export async function cutNextChange(): Promise<void> {
  await control('misbehaviour', { way: 'cut', method: 'POST', times: 1 });
}

type Logged = { method: string; path: string; status: number; body: { amount?: string } };

/** What was refunded since it was opened, or reset: the order's path, and how much. */
export async function refunds(): Promise<{ path: string; amount: string | undefined }[]> {
  const log = (await (await control('log')).json()) as Logged[];
  return log
    .filter(({ method, path, status }) => method === 'POST' && path.endsWith('/refunds') && status === 201)
    .map(({ path, body }) => ({ path, amount: body.amount }));
}
