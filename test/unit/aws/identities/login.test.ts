import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { withAwsEnvironment } from '../../../localaws/testing/environment';
import { writeLoginCache } from '../../../localaws/testing/loginCache';
import { demoWorld, USERS } from '../../../localaws/worlds/demo';
import { RecordingTransport } from '../support/recordingTransport';
import { context, failure, identityOf, services } from '../support/services';

describe('the console sign-in of aws login', () => {
  let aws: LocalAws;
  let home: string;
  let transport: RecordingTransport;
  beforeEach(async () => {
    aws = await startLocalAws(demoWorld);
    transport = new RecordingTransport(aws);
    home = await mkdtemp(join(tmpdir(), 'login-'));
    await writeFile(join(home, 'config'), `[profile console]\nlogin_session = ${USERS.alice}\nregion = us-east-1\n`);
  });
  afterEach(async () => {
    await aws.close();
    await rm(home, { recursive: true });
  });

  const resolve = (profile = 'console') =>
    withAwsEnvironment(
      { AWS_LOGIN_CACHE_DIRECTORY: join(home, '.aws/login/cache'), AWS_CONFIG_FILE: join(home, 'config') },
      () => services({ transport }).sources.resolve({ type: 'login', profile }, context(aws)),
    );

  it('gives the credentials of the person at the console', async () => {
    await writeLoginCache(home, aws, { userArn: USERS.alice });
    const credentials = await resolve();
    assert.equal(await identityOf(aws, credentials), USERS.alice);
    assert.ok(credentials.temporary && (credentials.expiration ?? 0) > Date.now());
  });

  it('is renewed without a person, at AWS’s sign-in of the region', async () => {
    await writeLoginCache(home, aws, { userArn: USERS.alice, expiresAt: Date.now() + 60_000 });
    assert.equal(await identityOf(aws, await resolve()), USERS.alice);
    assert.deepEqual(transport.hosts, ['us-east-1.signin.aws.amazon.com']);
  });

  it('says when it has ended or never was', async () => {
    await failure(resolve(), 'identityUnavailable');
    await failure(resolve('other'), 'identityUnavailable');
    await writeLoginCache(home, aws, { userArn: USERS.alice, expiresAt: Date.now() + 60_000 });
    aws.signIn.changePassword(USERS.alice);
    assert.match((await failure(resolve(), 'identityUnavailable')).message, /password/);
  });
});
