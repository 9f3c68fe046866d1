import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';

import type { BrowserContextOptions } from 'playwright-core';

/** What the page talks to, apart from where it comes from. */
export type Backend = 'auth' | 'firestore' | 'functions';

const portOf = (url: string): string => new URL(url).port;

const portsOf: Record<Backend, () => string> = {
  auth: () => portOf(`http://${process.env['FIREBASE_AUTH_EMULATOR_HOST']}`),
  firestore: () => portOf(`http://${process.env['FIRESTORE_EMULATOR_HOST']}`),
  functions: () => portOf(process.env['MOTHER_FUNCTIONS_URL'] ?? ''),
};

/**
 * Stands between one browser and the backend, which all tests share: what is down for that browser breaks off and
 * answers no more, as a process does that has been killed. The browser itself has a network all the while.
 */
export class Weather {
  readonly #down = new Set<string>();
  readonly #open = new Map<ServerResponse, string>();
  readonly #server = createServer((from, to) => this.#pass(from, to));

  static async start(): Promise<Weather> {
    const weather = new Weather();
    await new Promise<void>((resolve) => weather.#server.listen(0, '127.0.0.1', resolve));
    return weather;
  }

  /** For a browser that is to live in it. */
  get options(): BrowserContextOptions {
    const { port } = this.#server.address() as AddressInfo;
    return { proxy: { server: `http://127.0.0.1:${port}` } };
  }

  breakOff(...backends: readonly Backend[]): void {
    for (const backend of backends) {
      const port = portsOf[backend]();
      this.#down.add(port);
      for (const [to, whose] of this.#open) if (whose === port) to.destroy();
    }
  }

  clearUp(): void {
    this.#down.clear();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(from: IncomingMessage, to: ServerResponse): void {
    const url = new URL(from.url ?? '');
    if (this.#down.has(url.port)) {
      from.socket.destroy();
      return;
    }
    this.#open.set(to, url.port);
    const onward = request(url, { method: from.method, headers: from.headers }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
      answer.on('error', () => to.destroy());
    });
    onward.on('error', () => to.destroy());
    to.on('close', () => {
      this.#open.delete(to);
      onward.destroy();
    });
    from.pipe(onward);
  }
}
