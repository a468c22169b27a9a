import { pipeline, Readable, Transform } from 'node:stream';
import type { HttpResponse } from '@smithy/core/protocols';
import { type HttpHandler, type HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { t } from '@vscode/l10n';
import { AppError } from '../core/support/errors';
import type { RequestHandler } from './clients';

/** What an answer may have. Reading XML takes time by its elements and entities more than by its length. */
interface AnswerLimits {
  readonly bytes: number;
  /** `<`: two for each element. */
  readonly elements: number;
  /** `&`. */
  readonly entities: number;
  /** `"`: two for each attribute, of which AWS has hardly any, and two for each ETag. */
  readonly quotes: number;
}

/**
 * A page of a listing: 1,000 keys of 1,024 bytes, each of three characters in a URL, have about 4 MB; 1,000 versions with all
 * that S3 tells of them have about 30 `<` each, 10,000 buckets 8 each.
 */
const LISTING: AnswerLimits = { bytes: 6 * 1024 ** 2, elements: 100_000, entities: 100_000, quotes: 20_000 };
/** Everything else: errors, tags, sessions, pages of accounts and roles. */
const OTHER: AnswerLimits = { bytes: 512 * 1024, elements: 10_000, entities: 20_000, quotes: 20_000 };

/** Operations whose answers have a thousand entries or more (S3 API; `x-id` is what the SDK sends with each). */
const LISTINGS = /^(?:List|DeleteObjects)/;
/** Parameters of those that have no `x-id`. */
const LISTING_PARAMETERS = ['list-type', 'versions', 'uploads', 'delete'];

/**
 * A carrier of requests that ends answers which hold more than any of AWS: the SDK collects whole what is no object's
 * content, and reads it in one go. Such an answer fails with kind `strangeAnswer`.
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
        response.body = bounded(body, request.hostname, limitsOf(request, response));
      }
      return { response };
    },
    updateHttpClientConfig: (key, value) => handler.updateHttpClientConfig(key, value),
    httpHandlerConfigs: () => handler.httpHandlerConfigs(),
    destroy: () => handler.destroy?.(),
  };
}

/** Whether it is the content of an object, whose reader has a limit of its own. */
function isContent({ query }: HttpRequest, { statusCode }: HttpResponse): boolean {
  return query['x-id'] === 'GetObject' && statusCode < 300;
}

function limitsOf({ query, path }: HttpRequest, { statusCode }: HttpResponse): AnswerLimits {
  if (statusCode >= 300) return OTHER;
  const operation = query['x-id'];
  const isListing =
    (typeof operation === 'string' && LISTINGS.test(operation)) ||
    LISTING_PARAMETERS.some((name) => name in query) ||
    // ListBuckets.
    (path === '/' && operation === undefined);
  return isListing ? LISTING : OTHER;
}

const [OPENING, AMPERSAND, QUOTE] = [0x3c, 0x26, 0x22];

function bounded(body: Readable, host: string, limits: AnswerLimits): Readable {
  let [bytes, elements, entities, quotes] = [0, 0, 0, 0];
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes <= limits.bytes) {
        elements += count(chunk, OPENING);
        entities += count(chunk, AMPERSAND);
        quotes += count(chunk, QUOTE);
      }
      const isBeyond =
        bytes > limits.bytes || elements > limits.elements || entities > limits.entities || quotes > limits.quotes;
      if (isBeyond) done(tooLong(host));
      else done(null, chunk);
    },
  });
  // It ends the connection with the answer; the error is for who reads.
  return pipeline(body, counting, () => undefined);
}

function count(chunk: Buffer, byte: number): number {
  let found = 0;
  for (let at = chunk.indexOf(byte); at >= 0; at = chunk.indexOf(byte, at + 1)) found++;
  return found;
}

function tooLong(host: string): AppError {
  const message = t('What {0} answered holds more than any such answer of AWS: it was not read.', host);
  return new AppError('strangeAnswer', message, { host });
}
