// A server that speaks the OpenAI chat protocol, for tests of what is asked of a language model.

import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Behaviour = (
  request: { body: string; headers: IncomingMessage['headers']; path: string },
  response: ServerResponse,
) => void;

/** A server that speaks the chat protocol, and misbehaves as told. */
export class Model {
  readonly server: Server;
  readonly asked: { body: string; headers: IncomingMessage['headers']; path: string }[] = [];
  behave: Behaviour = completes('{}');
  url = '';
  constructor() {
    this.server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const one = { body: Buffer.concat(parts).toString(), headers: request.headers, path: request.url ?? '' };
      this.asked.push(one);
      this.behave(one, response);
    });
  }
  async open(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
    return this;
  }
  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
/** Answers with these words. */
export const completes =
  (content: string): Behaviour =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        id: 'x',
        object: 'chat.completion',
        choices: [{ index: 0, message: { role: 'assistant', content } }],
      }),
    );
