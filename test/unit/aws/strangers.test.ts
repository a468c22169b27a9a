import assert from 'node:assert/strict';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { fromSdkError } from '../../../src/aws/errors';
import { Credentials, type RevealedCredentials } from '../../../src/core/sessions/credentials';
import type { ErrorKind } from '../../../src/core/support/errors';
import { alice, context, failure, hosts, never, services } from './support/services';

const PAGE = '<!doctype html><html><head><title>Blocked</title><meta></head><body>Ask IT<br></body></html>';
const HTML = { 'content-type': 'text/html; charset=utf-8' };

describe('what answers in place of AWS', () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function listening(made: Server): Promise<string> {
    server = made;
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
  }

  const callAs = (caller: Credentials, endpoint: string) =>
    services().roles.callerIdentity(caller, { ...hosts(), endpoints: { sts: endpoint } }, never);

  async function told(kind: ErrorKind, answer: RequestListener) {
    const endpoint = await listening(createHttpServer(answer));
    const error = await failure(callAs(alice, endpoint), kind);
    assert.doesNotMatch(error.message, /\$response|XML/);
    server?.close();
    return { error, host: new URL(endpoint).host };
  }

  it('a page of a proxy or a portal is not taken for a decision of AWS', async () => {
    for (const status of [302, 400, 403, 404, 407, 511]) {
      const { error, host } = await told('strangeAnswer', (_, response) => {
        response.writeHead(status, { ...HTML, connection: 'close' }).end(PAGE);
      });
      assert.deepEqual({ status: error.detail.status, host: error.detail.host }, { status, host });
    }
  });

  it('a proxy that wants a password or sends elsewhere is none, even without a page', async () => {
    for (const status of [302, 407]) {
      await told('strangeAnswer', (_, response) => response.writeHead(status, { connection: 'close' }).end());
    }
  });

  it('a load balancer that has no host behind it is trouble on the other side', async () => {
    await told('serviceFault', (_, response) => response.writeHead(503, { ...HTML, connection: 'close' }).end(PAGE));
  });

  it('a server of another kind is not AWS', async () => {
    const endpoint = await listening(
      createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-x\r\n')),
    );
    const error = await failure(callAs(alice, endpoint), 'strangeAnswer');
    assert.equal(error.detail.host, new URL(endpoint).host);
  });

  it('a connection that ends in the middle of an answer is trouble of the network', () => {
    const error = fromSdkError(
      Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }),
      's3.us-east-1',
    );
    assert.equal(error.kind, 'network');
    assert.match(error.message, /^The connection to s3\.us-east-1 was lost/);
  });

  it('is named by its host, without what else stands in an address', async () => {
    const endpoint = await listening(createHttpServer((_, response) => response.writeHead(407).end()));
    const { host } = new URL(endpoint);
    const secret = 'let-me-in';
    const target = { ...hosts(), endpoints: { sso: endpoint.replace('//', `//alice:${secret}@`) } };
    const source = {
      type: 'identityCenter',
      startUrl: 'https://example.awsapps.com/start',
      region: 'us-east-1',
      accountId: '111111111111',
      roleName: 'Developer',
    } as const;
    const asked = services({ signInMethod: () => 'deviceCode' });
    const work = asked.sources.resolve(source, context(undefined, { target }));
    assert.equal((await failure(work, 'strangeAnswer', [secret])).detail.host, host);
  });

  it('keys that cannot be sent at all are rejected like wrong ones', async () => {
    const endpoint = await listening(createHttpServer());
    const keys: readonly Partial<RevealedCredentials>[] = [
      { accessKeyId: 'AKIA\nIOSFODNN7EXAMPLE' },
      { sessionToken: 'cut short\u2026' },
    ];
    for (const odd of keys) {
      const caller = new Credentials({ ...alice.reveal(), ...odd });
      await failure(callAs(caller, endpoint), 'credentialsRejected', [alice.reveal().secretAccessKey]);
    }
  });

  it('a firewall that forbids the connection is the network’s trouble', () => {
    const refused = (code: string) => Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });
    for (const code of ['EACCES', 'EPERM', 'EADDRNOTAVAIL']) {
      assert.equal(fromSdkError(refused(code), 'sts.us-east-1').kind, 'network');
    }
  });
});
