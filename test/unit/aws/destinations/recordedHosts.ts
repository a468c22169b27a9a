import { createServer, request as send, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { RequestHandler, Transport } from '../../../../src/aws/clients';

type Handle = NodeHttpHandler['handle'];

/** What a host answers. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

type Alter = (answer: Answer, request: string) => Answer;

/** A host of its own that answers as a local AWS does and keeps every byte it is sent. */
export class RecordedHost {
  readonly requests: string[] = [];
  readonly #server: Server;

  private constructor(
    private readonly upstream: string,
    private readonly alter: Alter,
  ) {
    this.#server = createServer((incoming, response) => {
      void this.#forward(incoming).then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
    });
  }

  /** @param alter what it answers instead of the local AWS */
  static async start(upstream: string, alter: Alter = (answer) => answer): Promise<RecordedHost> {
    const host = new RecordedHost(upstream, alter);
    await new Promise<void>((resolve) => host.#server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #forward(incoming: IncomingMessage): Promise<Answer> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const { method = '', url = '', headers } = incoming;
    this.requests.push(`${method} ${url}\n${JSON.stringify(headers)}\n${body.toString('latin1')}`);
    return new Promise<Answer>((resolve, reject) => {
      const outgoing = send(new URL(this.upstream), { method, path: url, headers }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => parts.push(chunk));
        answer.on('end', () =>
          resolve(
            this.alter(
              { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) },
              body.toString('latin1'),
            ),
          ),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

/** Leads requests to any host but this machine to one recorded host, which so stands for AWS's own. */
export class AwsOnLoopback implements Transport {
  /** Names of the hosts the requests were for. */
  readonly names = new Set<string>();

  constructor(private readonly aws: RecordedHost) {}

  requestHandler(): RequestHandler {
    const { names } = this;
    const { hostname, port } = new URL(this.aws.endpoint);
    return new (class extends NodeHttpHandler {
      override handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
        if (request.hostname === '127.0.0.1') return super.handle(request, options);
        names.add(request.hostname);
        const led = Object.assign(HttpRequest.clone(request), { protocol: 'http:', hostname, port: Number(port) });
        return super.handle(led, options);
      }
    })();
  }
}

/** The forms in which a secret may stand in a request. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ x: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}
