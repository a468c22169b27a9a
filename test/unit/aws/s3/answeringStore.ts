import { Readable } from 'node:stream';
import { HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import type { Transport } from '../../../../src/aws/clients';
import { S3ObjectStore } from '../../../../src/aws/s3/store';
import { Credentials } from '../../../../src/core/sessions/credentials';
import { storeTarget } from '../../../support/storeTarget';
import { KEYS } from './storeBed';

/** An answer of XML; an error stands for a host that is not reached. */
export type Answer = { readonly status?: number; readonly region?: string; readonly xml: string | Buffer } | Error;

/** A store on AWS's own hosts that gets the answers of `answer`: for what neither AWS nor the local AWS would say. */
export function answeringStore(answer: (request: HttpRequest) => Answer): S3ObjectStore {
  const transport: Transport = {
    requestHandler: () => ({
      handle: (request: HttpRequest) => {
        const answered = answer(request);
        if (answered instanceof Error) return Promise.reject(answered);
        const { status: statusCode = 200, region, xml } = answered;
        const headers = {
          'content-type': 'application/xml',
          ...(region === undefined ? {} : { 'x-amz-bucket-region': region }),
        };
        return Promise.resolve({ response: new HttpResponse({ statusCode, headers, body: Readable.from([xml]) }) });
      },
      updateHttpClientConfig: () => undefined,
      httpHandlerConfigs: () => ({}),
      destroy: () => undefined,
    }),
  };
  const target = { ...storeTarget(undefined, new Credentials(KEYS.owner)), pathStyle: false };
  return new S3ObjectStore(target, transport);
}
