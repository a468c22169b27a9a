import { Readable } from 'node:stream';
import type { HttpResponse } from '@smithy/core/protocols';
import { type HttpHandler, type HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { t } from '@vscode/l10n';
import { AppError } from '../core/support/errors';
import type { RequestHandler } from './clients';

/**
 * Bytes that an answer may have which the SDK reads: it does so in one go, and character by character. Errors, tags,
 * sessions and pages of 100 accounts or roles have a few thousand.
 */
const MAX_ANSWER = 128 * 1024;
/**
 * How often these may stand in it: what makes an element, an entity, and a type declaration, before each of which the SDK
 * takes a copy of the whole.
 */
const MAX_SIGNS = [
  ['<', 4000],
  ['&', 4000],
  ['<!', 16],
] as const;

/** Where a request says how long its answer may be. */
const LONGEST = Symbol('bytes of the longest answer');

interface Asking {
  [LONGEST]?: number;
}

/** Lets a request have a long answer: only of use to a reader that takes it from the SDK and reads it in steps. */
export function allowLongAnswer(request: object, bytes: number): void {
  (request as Asking)[LONGEST] = bytes;
}

/**
 * A carrier of requests that refuses answers which hold more than any of AWS, before anything reads them: the SDK would
 * collect whole what is no object's content. Such an answer fails with kind `strangeAnswer`.
 * @param inner carries the requests, or the options of the SDK's own carrier
 */
export function boundedAnswers(inner: RequestHandler): HttpHandler {
  const handler = NodeHttpHandler.create(inner as NodeHttpHandler) as unknown as HttpHandler;
  return {
    metadata: handler.metadata ?? { handlerProtocol: 'http/1.1' },
    handle: async (request, options) => {
      const { response } = await handler.handle(request, options);
      const { body } = response as { body?: unknown };
      if (body instanceof Readable && !isContent(request, response)) {
        const longest = isSuccess(response) ? (request as Asking)[LONGEST] : undefined;
        const answer = await collected(body, request.hostname, longest ?? MAX_ANSWER);
        if (longest === undefined) assertShort(answer, request.hostname);
        response.body = Readable.from([answer]);
      }
      return { response };
    },
    updateHttpClientConfig: (key, value) => handler.updateHttpClientConfig(key, value),
    httpHandlerConfigs: () => handler.httpHandlerConfigs(),
    destroy: () => handler.destroy?.(),
  };
}

/** Whether a status tells of a success. */
export function isSuccess({ statusCode }: Pick<HttpResponse, 'statusCode'>): boolean {
  return statusCode >= 200 && statusCode < 300;
}

/** @throws AppError of kind `strangeAnswer` for what the SDK would read for too long */
export function assertShort(answer: Buffer, host: string): void {
  const isShort =
    answer.length <= MAX_ANSWER && MAX_SIGNS.every(([sign, most]) => !isMoreOften(answer, Buffer.from(sign), most));
  if (!isShort) throw tooLong(host);
}

/** The error for an answer that was not read because of what it holds. */
export function tooLong(host: string): AppError {
  const message = t('What {0} answered holds more than any such answer of AWS: it was not read.', host);
  return new AppError('strangeAnswer', message, { host });
}

/** Whether it is the content of an object, whose reader has a limit of its own. */
function isContent({ query }: HttpRequest, response: HttpResponse): boolean {
  return query['x-id'] === 'GetObject' && isSuccess(response);
}

/** The whole body. @throws AppError of kind `strangeAnswer`, and ends the connection, where it is longer than `longest` bytes */
export async function collected(body: Readable, host: string, longest = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer | string>) {
    bytes += chunk.length;
    if (bytes > longest) throw tooLong(host);
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }
  const [only] = chunks;
  return only && chunks.length === 1 ? only : Buffer.concat(chunks);
}

function isMoreOften(answer: Buffer, sign: Buffer, most: number): boolean {
  let found = 0;
  for (let at = answer.indexOf(sign); at >= 0; at = answer.indexOf(sign, at + 1)) if (++found > most) return true;
  return false;
}
