import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Authenticator } from './authenticator';
import type { ServerClock } from './clock';
import type { Faults } from './faults';
import { toAwsRequest } from './httpRequest';
import { send } from './httpResponse';
import { type RequestLog, redactUrl } from './requestLog';
import { type Router, claimedAccessKey } from './router';
import { type AwsRequest, type AwsResponse, AwsError, type LogEntry, type Service } from './types';

/** What the server is made of. */
export interface AwsServerParts {
  readonly router: Router;
  /** Verifies signatures; without it requests are taken as unsigned, whatever `Authorization` they carry. */
  readonly authenticator?: Authenticator;
  readonly clock: ServerClock;
  readonly log: RequestLog;
  readonly faults: Faults;
  /** Answers requests that are not for AWS, such as a page for people; undefined when it is none of its business. */
  readonly sideDoor?: (request: AwsRequest) => AwsResponse | Promise<AwsResponse> | undefined;
}

/** An HTTP server on 127.0.0.1 that authenticates, logs, injects faults and renders errors around the services. */
export class AwsServer {
  readonly #parts: AwsServerParts;
  readonly #closing = new AbortController();
  readonly #server: Server;
  readonly #exchanges = new Set<Promise<void>>();

  constructor(parts: AwsServerParts) {
    this.#parts = parts;
    this.#server = createServer((message, response) => {
      const exchange = this.#serve(message, response).finally(() => this.#exchanges.delete(exchange));
      this.#exchanges.add(exchange);
    });
    // Closing an idle connection could race with a client that just reuses it.
    this.#server.keepAliveTimeout = 0;
  }

  /** @param port 0 for a free one @returns the base URL */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Stops at once: idle, busy and delayed connections are closed. Resolves when nothing runs any more. */
  async close(): Promise<void> {
    this.#closing.abort();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
    await Promise.all(this.#exchanges);
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = toAwsRequest(message);
    try {
      const aside = await this.#parts.sideDoor?.(request);
      if (aside) await send(response, aside, { method: request.method, headers: {} });
      else await this.#serveAws(request, message.url ?? '/', response);
    } catch {
      // The connection broke, by the client, a fault or the shutdown: there is nobody left to tell.
      message.socket.destroy();
    }
  }

  async #serveAws(request: AwsRequest, url: string, response: ServerResponse): Promise<void> {
    const { log, clock, router } = this.#parts;
    const service = await router.route(request);
    const entry: LogEntry = {
      id: request.id,
      time: clock.now(),
      service: service.name,
      operation: await operationOf(service, request),
      method: request.method,
      url: redactUrl(url),
      host: request.headers['host'] ?? '',
      ...(request.headers['range'] === undefined ? {} : { range: request.headers['range'] }),
      status: 0,
    };
    log.begin(entry);
    try {
      const exchange = await this.#answer(service, request, entry);
      if (!exchange) {
        response.socket?.resetAndDestroy();
        return;
      }
      entry.status = exchange.answer.status;
      await send(response, exchange.answer, {
        method: request.method,
        headers: { ...requestIdHeaders(service.name, request.id), date: new Date(clock.now()).toUTCString() },
        ...(exchange.truncateAfter === undefined ? {} : { truncateAfter: exchange.truncateAfter }),
      });
    } catch (error) {
      entry.status = 0;
      throw error;
    } finally {
      log.end(entry);
    }
  }

  /** @returns the answer, or undefined to reset the connection */
  async #answer(
    service: Service,
    request: AwsRequest,
    entry: LogEntry,
  ): Promise<{ readonly answer: AwsResponse; readonly truncateAfter?: number } | undefined> {
    const fail = (error: AwsError): AwsResponse => {
      entry.code = error.code;
      return service.renderError(error, request);
    };
    try {
      const { caller, region } = await this.#authenticate(request, service, entry);
      const fault = this.#parts.faults.take(service.name, entry.operation);
      switch (fault?.type) {
        case 'reset':
          return undefined;
        case 'error':
          return { answer: fail(new AwsError(fault.status, fault.code, fault.message ?? fault.code)) };
        case 'errorIn200':
          return { answer: { ...fail(new AwsError(200, fault.code, fault.message ?? fault.code)), status: 200 } };
        case 'garbage':
          return { answer: { status: 200, body: fault.body ?? '<html><body>This is not AWS.</body>' } };
        case 'delay':
          await sleep(fault.milliseconds, undefined, { signal: this.#closing.signal });
          break;
        case 'hold':
          await Promise.race([fault.until, once(this.#closing.signal, 'abort')]);
          this.#closing.signal.throwIfAborted();
          break;
        case 'truncate':
        case 'loseAnswer':
        case undefined:
          break;
      }
      const answer = await service.handle(request, caller, region);
      if (fault?.type === 'loseAnswer') return undefined;
      return fault?.type === 'truncate' ? { answer, truncateAfter: fault.bytes } : { answer };
    } catch (error) {
      if (error instanceof AwsError) return { answer: fail(error) };
      if (this.#closing.signal.aborted) throw error;
      console.error(`localaws: ${service.name} ${entry.operation} failed`, error);
      return {
        answer: fail(new AwsError(500, service.name === 's3' ? 'InternalError' : 'InternalFailure', 'Internal error')),
      };
    }
  }

  async #authenticate(
    request: AwsRequest,
    service: Service,
    entry: LogEntry,
  ): ReturnType<Authenticator['authenticate']> {
    const { authenticator } = this.#parts;
    if (!authenticator) return { caller: undefined, region: undefined };
    const accessKeyId = claimedAccessKey(request);
    const described: { -readonly [K in keyof LogEntry]: LogEntry[K] } = entry;
    if (accessKeyId !== undefined) described.accessKeyId = accessKeyId;
    const authentication = await authenticator.authenticate(request, service.name);
    if (authentication.caller) described.callerArn = authentication.caller.arn;
    if (authentication.region !== undefined) described.region = authentication.region;
    return authentication;
  }
}

/** The operation's name for the log; a request too broken to have one is refused by the service when it handles it. */
async function operationOf(service: Service, request: AwsRequest): Promise<string> {
  try {
    return await service.operation(request);
  } catch (error) {
    if (error instanceof AwsError) return 'Unknown';
    throw error;
  }
}

function requestIdHeaders(service: string, id: string): Record<string, string> {
  return service === 's3' ? { 'x-amz-request-id': id, 'x-amz-id-2': id } : { 'x-amzn-requestid': id };
}
