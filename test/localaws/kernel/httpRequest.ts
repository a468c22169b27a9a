import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { AwsRequest } from './types';

/** @returns the text with percent-encoding undone; text that is not valid percent-encoding stays as it is */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** @returns the parameters of a query string or a form body, decoded, in order */
export function parseQuery(text: string): [name: string, value: string][] {
  return text
    .split('&')
    .filter((parameter) => parameter !== '')
    .map((parameter) => {
      const plain = parameter.replaceAll('+', ' ');
      const equals = plain.indexOf('=');
      return equals < 0
        ? [percentDecode(plain), '']
        : [percentDecode(plain.slice(0, equals)), percentDecode(plain.slice(equals + 1))];
    });
}

function headersOf(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i + 1 < message.rawHeaders.length; i += 2) {
    const name = (message.rawHeaders[i] ?? '').toLowerCase();
    const value = message.rawHeaders[i + 1] ?? '';
    headers[name] = name in headers ? `${headers[name] ?? ''},${value}` : value;
  }
  return headers;
}

/** @returns the request as the services see it; its body is read only when asked for */
export function toAwsRequest(message: IncomingMessage): AwsRequest {
  // A client behind a proxy sends the absolute form.
  const target = (message.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const queryStart = target.indexOf('?');
  const path = queryStart < 0 ? target : target.slice(0, queryStart);
  let buffered: Promise<Buffer> | undefined;
  return {
    id: randomUUID(),
    method: message.method ?? 'GET',
    rawPath: path === '' ? '/' : path,
    query: queryStart < 0 ? [] : parseQuery(target.slice(queryStart + 1)),
    headers: headersOf(message),
    body: () => (buffered ??= buffer(message)),
    stream: () =>
      buffered === undefined
        ? message
        : Readable.from(
            (async function* () {
              yield await buffered;
            })(),
          ),
  };
}
