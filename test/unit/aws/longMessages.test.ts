import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fromSdkError } from '../../../src/aws/errors';
import { explain } from '../../../src/aws/s3/errors';
import { alice, failure, hosts, never, services } from './support/services';

const LONGEST = 4096;

describe('what a hostile host answers', () => {
  it('is cut before anything is looked for in it', () => {
    const words = 'MultiFactorAuthentication failed. is not authorized to perform: a on resource: "'.repeat(10_000);
    const start = performance.now();
    const error = fromSdkError({ name: 'AccessDenied', message: words, $metadata: { httpStatusCode: 403 } });
    const told = explain(error, { action: 's3:GetObject', bucket: 'b', key: 'k', region: 'us-east-1' }, false);
    assert.ok(performance.now() - start < 1000);
    assert.equal(error.message.length, LONGEST);
    assert.ok(told.message.length <= LONGEST);
  });

  it('hides no secret that it repeats at the cut', () => {
    const secret = 'S'.repeat(40);
    const message = 'x'.repeat(LONGEST - 20) + secret;
    const error = fromSdkError({ name: 'ValidationError', message }, undefined, [secret]);
    assert.doesNotMatch(error.message, /SS/);
  });

  it('is no identity unless it has the form of an ARN', async () => {
    const arn = 'arn:aws:sts::1![](https://evil.example/x.png):assumed-role/R/s\n![](https://evil.example/y.png)';
    const server = createServer((_, response) => {
      response.setHeader('content-type', 'text/xml');
      response.end(
        `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn><UserId>u</UserId><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const sts = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      await failure(services().roles.callerIdentity(alice, { ...hosts(), endpoints: { sts } }, never), 'strangeAnswer');
    } finally {
      server.close();
    }
  });
});
