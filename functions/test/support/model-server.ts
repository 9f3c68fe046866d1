import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** One request as it came over the wire. */
export type Received = { path: string; headers: IncomingHttpHeaders; body: Record<string, unknown> };

/** How the server treats the requests of one test. */
export type Treatment = (response: ServerResponse, received: Received) => void | Promise<void>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

async function receive(request: IncomingMessage): Promise<Received> {
  const body: unknown = JSON.parse((await text(request)) || '{}');
  return { path: request.url ?? '', headers: request.headers, body: isRecord(body) ? body : {} };
}

/** A server that does to a client what real ones do on bad days; what it does is set by each test. */
export class ModelServer {
  /** What came in since the last `treat`. */
  received: Received[] = [];
  #treatment: Treatment = (response) => void response.writeHead(500).end();
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get baseURL(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The server is not listening.');
    return `http://127.0.0.1:${address.port}/v1`;
  }

  treat(treatment: Treatment): void {
    this.received = [];
    this.#treatment = treatment;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const received = await receive(request);
    this.received.push(received);
    await this.#treatment(response, received);
  }
}

/** An answer with a status, headers and a JSON body. */
export const fails =
  (status: number, error: Record<string, unknown>, headers: Record<string, string> = {}): Treatment =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify({ error }));

/** Begins an event stream with these events, and leaves it open. */
export function sends(response: ServerResponse, events: readonly unknown[]): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
}

/** A whole event stream. */
export const streams =
  (events: readonly unknown[]): Treatment =>
  (response) => {
    sends(response, events);
    response.end('data: [DONE]\n\n');
  };
