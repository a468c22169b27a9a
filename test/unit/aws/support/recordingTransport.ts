import { HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { RequestHandler, Transport } from '../../../../src/aws/clients';
import type { LocalAws } from '../../../localaws/server';

type Handle = NodeHttpHandler['handle'];
type Request = Parameters<Handle>[0];

/** A request as it would have left this machine. */
export interface SentRequest {
  readonly host: string;
  /** Fields of the form in its body. */
  readonly form: URLSearchParams;
  readonly signed: boolean;
}

/** Carries the requests to any host of AWS to the local AWS, and keeps what was sent where. */
export class RecordingTransport implements Transport {
  readonly sent: SentRequest[] = [];

  constructor(private readonly aws: LocalAws) {}

  /** Names of the hosts in the order of the requests. */
  get hosts(): string[] {
    return this.sent.map(({ host }) => host);
  }

  requestHandler(): RequestHandler {
    const { sent } = this;
    const { hostname, port } = new URL(this.aws.endpoint);
    return new (class extends NodeHttpHandler {
      override handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
        sent.push({
          host: request.hostname,
          form: new URLSearchParams(typeof request.body === 'string' ? request.body : ''),
          signed: request.headers['authorization'] !== undefined,
        });
        const redirected: Request = Object.assign(HttpRequest.clone(request), {
          protocol: 'http:',
          hostname,
          port: Number(port),
        });
        return super.handle(redirected, options);
      }
    })();
  }
}
