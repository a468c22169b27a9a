import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { t } from '@vscode/l10n';
import { AppError, cancelled } from '../../core/support/errors';

/** What a browser needs at most; anything on this machine may connect, and hold what it connects. */
const CONNECTIONS = 16;
const LIMITS: ServerOptions = {
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
};

/** Path of the callback, as it is registered. */
const CALLBACK_PATH = '/oauth/callback';

/** Waits on this machine's loopback for the browser that comes back from a sign-in page. */
export class CallbackListener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Those that are closed as soon as their answer is written. */
  readonly #answered = new WeakSet<Socket>();
  #receive: ((query: URLSearchParams) => boolean) | undefined;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.#answer(request, response));
  }

  /** Listens on a free port of 127.0.0.1. */
  static async open(): Promise<CallbackListener> {
    const server = createServer(LIMITS);
    server.maxConnections = CONNECTIONS;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new CallbackListener(server);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /**
   * The authorization code of the callback with that `state`; what comes with another one is turned away.
   * @param timeLimit milliseconds
   * @throws AppError identityUnavailable when the person denied it or nobody came in time; cancelled at `signal`
   */
  code(state: string, timeLimit: number, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', leave);
        this.#receive = undefined;
        settle();
      };
      const leave = (): void => end(() => reject(cancelled()));
      const timer = setTimeout(() => {
        end(() =>
          reject(new AppError('identityUnavailable', t('Nobody signed in within {0} minutes.', timeLimit / 60_000))),
        );
      }, timeLimit);
      this.#receive = (query) => {
        if (query.get('state') !== state) return false;
        const code = query.get('code');
        end(() => (code ? resolve(code) : reject(refusal(query.get('error')))));
        return true;
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
    });
  }

  /** Stops listening and cuts every connection but those that still carry an answer: whoever never ends a request, too. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) if (!this.#answered.has(socket)) socket.destroy();
  }

  #answer({ method, url = '', socket }: IncomingMessage, response: ServerResponse): void {
    this.#answered.add(socket);
    // Not parsed as a URL: anything on this machine may send what is none.
    const [path, query] = url.split('?', 2);
    const searchParams = new URLSearchParams(query);
    response.setHeader('connection', 'close');
    if (method !== 'GET' || path !== CALLBACK_PATH) page(response, 404, t('There is nothing here.'));
    else if (!this.#receive?.(searchParams)) page(response, 400, t('Nobody is waiting for this sign-in.'));
    else if (searchParams.has('code')) page(response, 200, t('You are signed in. You can close this page.'));
    else page(response, 200, t('You are not signed in. You can close this page.'));
  }
}

function refusal(error: string | null): AppError {
  if (error === 'access_denied')
    return new AppError('identityUnavailable', t('The sign-in was denied in the browser.'));
  const message = t('Identity Center refused the sign-in ({0}).', error ?? '');
  return new AppError('identityUnavailable', message, error === null ? {} : { code: error });
}

function page(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    // The address of this page holds the authorization code.
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(`<!doctype html><title>AWS</title><p style="font: 1.2em sans-serif; margin: 3em">${text}</p>`);
}
