import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request was like when it came. */
export type Received = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
};

type Answering = (request: Received, response: ServerResponse) => void;

/** A server on this machine, by IPv4 and IPv6 under one port, that counts who connects and keeps what is asked. */
export class ListeningServer {
  connections = 0;
  readonly received: Received[] = [];
  port = 0;
  readonly #servers: Server[] = [];
  readonly #answer: Answering;

  constructor(answer: Answering) {
    this.#answer = answer;
  }

  /** On machines without IPv6 there is the other one only. */
  async start(): Promise<void> {
    this.port = await this.#listen('127.0.0.1', 0);
    await this.#listen('::1', this.port).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') throw error;
    });
  }

  #listen(host: string, port: number): Promise<number> {
    const server = createServer((request, response) => {
      const { method = '', url = '', headers } = request;
      const received = { method, url, headers };
      this.received.push(received);
      request.resume();
      this.#answer(received, response);
    });
    server.on('connection', () => (this.connections += 1));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        this.#servers.push(server);
        resolve((server.address() as AddressInfo).port);
      });
    });
  }

  async stop(): Promise<void> {
    await Promise.all(
      this.#servers.map(
        (server) =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeAllConnections();
          }),
      ),
    );
  }
}
