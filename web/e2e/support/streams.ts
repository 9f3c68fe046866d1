import type { Page, Request } from 'playwright-core';

const LISTEN = '/google.firestore.v1.Firestore/Listen/channel';
/** Firestore's word for something that is listened to; it has a number. */
const TARGET = /"(?:addTarget":\{.*?"targetId|removeTarget)":(?<id>\d+)/gu;

interface Stream {
  /** Of its last request; the next has to be the following one. */
  request: number;
  /** How many messages were sent on it. */
  messages: number;
  readonly targets: Set<number>;
}

/**
 * The streams on which pages listen to the Firestore emulator. It does not notice that a page is gone: with each commit it
 * runs the page's queries once more, for ever, so that after some hundred pages it does hardly anything else. So whoever
 * closes a page ends its streams, with the messages that the SDK would send: nothing is listened to, the stream is over.
 */
export class Streams {
  readonly #open = new Map<string, Stream>();
  #url = '';

  follow(page: Page): void {
    page.on('request', (request) => {
      const id = idOf(request);
      if (id !== null) this.#note(id, request);
    });
    // The first request of a stream is answered with its id.
    page.on('requestfinished', async (request) => {
      if (!isMessage(request) || idOf(request) !== null) return;
      const id = /\["c","(?<id>[^"]+)"/u.exec(await answerTo(request))?.groups?.['id'];
      if (id !== undefined) this.#note(id, request);
    });
  }

  async end(): Promise<void> {
    await Promise.all([...this.#open].map(([id, stream]) => this.#end(id, stream)));
    this.#open.clear();
  }

  #note(id: string, request: Request): void {
    const stream = this.#open.get(id) ?? { request: 0, messages: 0, targets: new Set() };
    this.#open.set(id, stream);
    if (!isMessage(request)) return;
    const { origin, pathname, searchParams } = new URL(request.url());
    this.#url = `${origin}${pathname}`;
    const body = new URLSearchParams(request.postData() ?? '');
    stream.request = Math.max(stream.request, Number(searchParams.get('RID')));
    stream.messages = Math.max(stream.messages, Number(body.get('ofs')) + Number(body.get('count')));
    for (const message of body.values())
      for (const { groups } of message.matchAll(TARGET)) stream.targets.add(Number(groups?.['id']));
  }

  async #end(id: string, { request, messages, targets }: Stream): Promise<void> {
    const address = { VER: '8', SID: id };
    const body = new URLSearchParams({ count: `${targets.size}`, ofs: `${messages}` });
    for (const [index, target] of [...targets].entries())
      body.set(`req${index}___data__`, JSON.stringify({ removeTarget: target }));
    await post(this.#url, { ...address, RID: `${request + 1}` }, body);
    await post(this.#url, { ...address, RID: `${request + 2}`, TYPE: 'terminate' });
  }
}

const isMessage = (request: Request) => request.method() === 'POST' && request.url().includes(LISTEN);

const idOf = (request: Request) =>
  request.url().includes(LISTEN) ? new URL(request.url()).searchParams.get('SID') : null;

/** Nothing where the page is gone before it can be read. */
async function answerTo(request: Request): Promise<string> {
  try {
    return (await (await request.response())?.text()) ?? '';
  } catch {
    return '';
  }
}

/** A stream that is over already is not known any more, which is as good; and no test is about what cannot be told. */
async function post(url: string, address: Record<string, string>, body = new URLSearchParams()) {
  const answer = await fetch(`${url}?${new URLSearchParams(address)}`, { method: 'POST', body }).catch(
    () => undefined,
  );
  await answer?.arrayBuffer().catch(() => undefined);
}
