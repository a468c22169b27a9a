import { pipeline, Readable, Transform } from 'node:stream';
import type { HttpResponse } from '@smithy/core/protocols';
import { type HttpHandler, type HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { t } from '@vscode/l10n';
import { AppError } from '../core/support/errors';
import type { RequestHandler } from './clients';

/** The largest answer that is taken into memory, in bytes: a page of 1,000 keys of 1,024 bytes each has about 4 MB. */
export const MAX_ANSWER = 16 * 1024 ** 2;

/**
 * A carrier of requests that ends answers which are longer than any of AWS: the SDK collects whole what is no object's
 * content. Such an answer fails with kind `strangeAnswer`.
 * @param inner carries the requests, or the options of the SDK's own carrier
 */
export function boundedAnswers(inner: RequestHandler): HttpHandler {
  const handler = NodeHttpHandler.create(inner as NodeHttpHandler) as unknown as HttpHandler;
  return {
    metadata: handler.metadata ?? { handlerProtocol: 'http/1.1' },
    handle: async (request, options) => {
      const { response } = await handler.handle(request, options);
      const { body } = response as { body?: unknown };
      if (body instanceof Readable && !isContent(request, response)) response.body = bounded(body, request.hostname);
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

function bounded(body: Readable, host: string): Readable {
  let received = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > MAX_ANSWER) done(tooLong(host));
      else done(null, chunk);
    },
  });
  // It ends the connection with the answer; the error is for who reads.
  return pipeline(body, counting, () => undefined);
}

function tooLong(host: string): AppError {
  const message = t(
    'What {0} answered is longer than any answer of AWS ({1} MB): it was not read.',
    host,
    MAX_ANSWER / 1024 ** 2,
  );
  return new AppError('strangeAnswer', message, { host });
}
