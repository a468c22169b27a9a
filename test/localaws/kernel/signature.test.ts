import assert from 'node:assert/strict';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { type LocalAws, startLocalAws } from '../server';
import { type ClientCredentials, assume } from '../testing/clients';
import { assertRefused } from '../testing/refusals';
import { ANN, KEYS, roleArn, rulesWorld } from '../worlds/rules';

const MINUTE = 60_000;
const STS_BODY = 'Action=GetCallerIdentity&Version=2011-06-15';

describe('local AWS: authentication', () => {
  let aws: LocalAws;
  beforeEach(async () => (aws = await startLocalAws(rulesWorld)));
  afterEach(() => aws.close());

  /** Signs a request of STS at a time relative to the server's, as another client would. */
  async function signedSts(credentials: ClientCredentials, skew = 0, body = STS_BODY): Promise<RequestInit> {
    const signer = new SignatureV4({ service: 'sts', region: 'us-east-1', credentials, sha256: Sha256 });
    const signed = await signer.sign(
      {
        method: 'POST',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path: '/',
        headers: { host: new URL(aws.endpoint).host, 'content-type': 'application/x-www-form-urlencoded' },
        body,
      },
      { signingDate: new Date(aws.clock.now() + skew) },
    );
    return { method: 'POST', headers: signed.headers, body };
  }

  async function presigned(
    service: 'sts' | 's3',
    path: string,
    query: Record<string, string>,
    expiresIn: number,
  ): Promise<URL> {
    const signer = new SignatureV4({
      service,
      region: 'us-east-1',
      credentials: KEYS.ann,
      sha256: Sha256,
      uriEscapePath: service !== 's3',
    });
    const signed = await signer.presign(
      {
        method: 'GET',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path,
        query,
        headers: {
          host: new URL(aws.endpoint).host,
          ...(service === 's3' && { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
        },
      },
      { expiresIn, signingDate: new Date(aws.clock.now()) },
    );
    return new URL(`${aws.endpoint}${path}?${new URLSearchParams(signed.query as Record<string, string>).toString()}`);
  }

  async function answer(url: string | URL, init?: RequestInit): Promise<{ status: number; text: string }> {
    const response = await fetch(url, init);
    return { status: response.status, text: await response.text() };
  }

  describe('by STS', () => {
    const refused = async (init: RequestInit, status: number, code: string, message?: RegExp): Promise<void> => {
      const { status: actual, text } = await answer(aws.endpoint, init);
      assert.equal(/<Code>(.*?)<\/Code>/.exec(text)?.[1], code, text);
      assert.equal(actual, status);
      if (message) assert.match(text, message);
    };

    it('accepts a signature that is right', async () => {
      const { status, text } = await answer(aws.endpoint, await signedSts(KEYS.ann));
      assert.equal(status, 200);
      assert.ok(text.includes(`<Arn>${ANN}</Arn>`));
    });

    it('refuses a wrong secret, an unknown key and an inactive key', async () => {
      const wrong = { ...KEYS.ann, secretAccessKey: KEYS.ben.secretAccessKey };
      await refused(await signedSts(wrong), 403, 'SignatureDoesNotMatch', /The request signature we calculated/);
      const unknown = { ...KEYS.ann, accessKeyId: 'AKIANOBODY0000000000' };
      const message = /<Message>The security token included in the request is invalid\.<\/Message>/;
      await refused(await signedSts(unknown), 403, 'InvalidClientTokenId', message);
      await refused(await signedSts(KEYS.inactive), 403, 'InvalidClientTokenId', message);
    });

    it('refuses a body other than the signed one', async () => {
      const init = await signedSts(KEYS.ann);
      await refused({ ...init, body: `${STS_BODY}&Extra=1` }, 403, 'SignatureDoesNotMatch');
    });

    it('refuses an unsigned request and an unreadable signature', async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      await refused({ method: 'POST', headers, body: STS_BODY }, 403, 'MissingAuthenticationToken');
      const broken = { ...headers, authorization: 'AWS4-HMAC-SHA256 Credential=x' };
      await refused({ method: 'POST', headers: broken, body: STS_BODY }, 400, 'IncompleteSignature');
    });

    it('refuses a signature of more than 15 minutes ago, or more than 5 minutes ahead', async () => {
      await answer(aws.endpoint, await signedSts(KEYS.ann, -14 * MINUTE)).then(({ status }) =>
        assert.equal(status, 200),
      );
      await answer(aws.endpoint, await signedSts(KEYS.ann, 4 * MINUTE)).then(({ status }) => assert.equal(status, 200));
      const date = String.raw`\d{8}T\d{6}Z`;
      await refused(
        await signedSts(KEYS.ann, -16 * MINUTE),
        403,
        'SignatureDoesNotMatch',
        new RegExp(String.raw`Signature expired: ${date} is now earlier than ${date} \(${date} - 15 min\.\)`),
      );
      await refused(
        await signedSts(KEYS.ann, 6 * MINUTE),
        403,
        'SignatureDoesNotMatch',
        new RegExp(String.raw`Signature not yet current: ${date} is still later than ${date} \(${date} \+ 5 min\.\)`),
      );
    });

    it("tells a client whose clock is wrong the server's time, so that the SDK corrects itself", async () => {
      aws.clock.offset = 3 * 3600_000;
      const client = new STSClient({ endpoint: aws.endpoint, region: 'us-east-1', credentials: KEYS.ann });
      assert.equal((await client.send(new GetCallerIdentityCommand({}))).Arn, ANN);
      assert.deepEqual(
        aws.log.entries.map((entry) => entry.code),
        ['SignatureDoesNotMatch', undefined],
      );
    });

    it('refuses expired, tampered and missing session tokens', async () => {
      const session = await assume(aws, KEYS.ann, { RoleArn: roleArn('TrustsAccount'), DurationSeconds: 900 });
      const token = session.sessionToken ?? '';
      const tampered = `${token.slice(0, -5)}${token.at(-5) === 'A' ? 'B' : 'A'}${token.slice(-4)}`;
      await refused(await signedSts({ ...session, sessionToken: tampered }), 403, 'InvalidClientTokenId');
      const withoutToken = { accessKeyId: session.accessKeyId, secretAccessKey: session.secretAccessKey };
      await refused(await signedSts(withoutToken), 403, 'InvalidClientTokenId');
      aws.clock.offset += 890_000;
      assert.equal((await answer(aws.endpoint, await signedSts(session))).status, 200);
      aws.clock.offset += 11_000;
      await refused(
        await signedSts(session),
        403,
        'ExpiredToken',
        /<Message>The security token included in the request is expired<\/Message>/,
      );
    });

    it('accepts a presigned GetCallerIdentity until it expires', async () => {
      const url = await presigned('sts', '/', { Action: 'GetCallerIdentity', Version: '2011-06-15' }, 60);
      assert.match((await answer(url)).text, /<Arn>arn:aws:iam::111111111111:user\/team\/ann<\/Arn>/);
      aws.clock.offset += 61_000;
      const late = await answer(url);
      assert.equal(late.status, 403);
      assert.match(late.text, /Signature expired/);
    });

    it('does not accept a signature for another service', async () => {
      const signer = new SignatureV4({ service: 'ec2', region: 'us-east-1', credentials: KEYS.ann, sha256: Sha256 });
      const headers = { host: new URL(aws.endpoint).host, 'content-type': 'application/x-www-form-urlencoded' };
      const signed = await signer.sign({
        method: 'POST',
        protocol: 'http:',
        hostname: '127.0.0.1',
        path: '/',
        headers,
        body: STS_BODY,
      });
      await refused(
        { method: 'POST', headers: signed.headers, body: STS_BODY },
        403,
        'SignatureDoesNotMatch',
        /Credential should be scoped to correct service: &#39;sts&#39;/,
      );
    });
  });

  describe('by S3', () => {
    const s3 = (credentials: ClientCredentials, systemClockOffset = aws.clock.offset): S3Client =>
      new S3Client({
        endpoint: aws.endpoint,
        region: 'us-east-1',
        credentials,
        forcePathStyle: true,
        maxAttempts: 1,
        systemClockOffset,
      });
    const get = (credentials: ClientCredentials, key = 'key', skew?: number): Promise<unknown> =>
      s3(credentials, skew).send(new GetObjectCommand({ Bucket: 'missing-bucket', Key: key }));
    /** An authenticated request gets as far as the bucket that is not there. */
    const noSuchBucket = { status: 404, name: 'NoSuchBucket' };

    for (const key of [
      'a//b',
      '/a',
      './a',
      '../a',
      'a/../b/.',
      'a b ',
      '100%',
      '%2F',
      'é😀',
      "(a)*!'~",
      'a+b&c=d?e#f',
    ]) {
      it(`verifies the path of the key ${JSON.stringify(key)} as sent`, () =>
        assertRefused(get(KEYS.ann, key), noSuchBucket));
    }

    it('refuses wrong secrets, unknown keys and skewed clocks with its own codes', async () => {
      const wrong = { ...KEYS.ann, secretAccessKey: KEYS.ben.secretAccessKey };
      await assertRefused(get(wrong), { status: 403, name: 'SignatureDoesNotMatch' });
      const unknown = { ...KEYS.ann, accessKeyId: 'AKIANOBODY0000000000' };
      await assertRefused(get(unknown), { status: 403, name: 'InvalidAccessKeyId' });
      for (const minutes of [-16, 16]) {
        await assertRefused(get(KEYS.ann, 'key', minutes * MINUTE), { status: 403, name: 'RequestTimeTooSkewed' });
      }
      await assertRefused(get(KEYS.ann, 'key', 14 * MINUTE), noSuchBucket);
    });

    it('refuses expired and tampered session tokens with its own codes', async () => {
      const session = await assume(aws, KEYS.ann, { RoleArn: roleArn('TrustsAccount') });
      await assertRefused(get({ ...session, sessionToken: 'tampered' }), { status: 400, name: 'InvalidToken' });
      aws.clock.offset += 3601_000;
      await assertRefused(get(session), { status: 400, name: 'ExpiredToken' });
    });

    it('refuses a body other than the hashed one', async () => {
      const client = s3(KEYS.ann);
      client.middlewareStack.add(
        (next) => (args) => {
          (args.request as { body: unknown }).body = 'other';
          return next(args);
        },
        { step: 'finalizeRequest', priority: 'low' },
      );
      const put = new PutObjectCommand({ Bucket: 'missing-bucket', Key: 'key', Body: 'hello' });
      await assertRefused(client.send(put), { status: 400, name: 'XAmzContentSHA256Mismatch' });
    });

    for (const payload of [
      'UNSIGNED-PAYLOAD',
      'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
    ]) {
      it(`takes ${payload} for the payload hash`, async () => {
        const signer = new SignatureV4({
          service: 's3',
          region: 'us-east-1',
          credentials: KEYS.ann,
          sha256: Sha256,
          uriEscapePath: false,
        });
        const path = '/missing-bucket/key';
        const headers = { host: new URL(aws.endpoint).host, 'x-amz-content-sha256': payload };
        const request = { method: 'PUT', protocol: 'http:', hostname: '127.0.0.1', path, headers };
        const signed = await signer.sign(request, { signingDate: new Date(aws.clock.now()) });
        const put = (authorization = signed.headers['authorization'] ?? '') =>
          answer(aws.endpoint + path, {
            method: 'PUT',
            headers: { ...signed.headers, authorization },
            body: '0\r\n\r\n',
          });
        assert.match((await put()).text, /<Code>NoSuchBucket<\/Code>/);
        const forged = (signed.headers['authorization'] ?? '').replace(/Signature=.*/, `Signature=${'0'.repeat(64)}`);
        assert.match((await put(forged)).text, /<Code>SignatureDoesNotMatch<\/Code>/);
      });
    }

    it('accepts presigned URLs until they expire, for a week at most', async () => {
      const url = await presigned('s3', '/missing-bucket/a//b', {}, 60);
      assert.match((await answer(url)).text, /<Code>NoSuchBucket<\/Code>/);
      aws.clock.offset += 61_000;
      assert.match((await answer(url)).text, /<Code>AccessDenied<\/Code><Message>Request has expired<\/Message>/);
      const forged = await presigned('s3', '/missing-bucket/a', {}, 60);
      forged.searchParams.set('X-Amz-Expires', '604801');
      assert.match((await answer(forged)).text, /<Code>AuthorizationQueryParametersError<\/Code>/);
      forged.searchParams.set('X-Amz-Expires', '600');
      assert.match((await answer(forged)).text, /<Code>SignatureDoesNotMatch<\/Code>/);
    });
  });
});
