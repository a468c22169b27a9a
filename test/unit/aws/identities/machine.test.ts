import assert from 'node:assert/strict';
import http from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { BaseIdentity } from '../../../../src/core/roles/baseIdentity';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { withAwsEnvironment } from '../../../localaws/testing/environment';
import { ACCESS_KEYS, ROLES, USERS, demoWorld } from '../../../localaws/worlds/demo';
import { context, failure, hosts, identityOf, never, services } from '../support/services';

describe('base identities of the machine the extension runs on', () => {
  let aws: LocalAws;
  const { sources, roles } = services();

  before(async () => (aws = await startLocalAws(demoWorld)));
  after(() => aws.close());
  beforeEach(() => aws.log.clear());
  afterEach(() => aws.faults.clear());

  const resolve = (source: BaseIdentity, env: Record<string, string> = {}) =>
    withAwsEnvironment(env, () => sources.resolve(source, context(aws)));

  it('the environment’s variables, and a clear word when there are none', async () => {
    const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    const credentials = await resolve({ type: 'environment' }, env);
    assert.equal(credentials.temporary, false);
    assert.equal(await identityOf(aws, credentials), USERS.alice);
    await failure(resolve({ type: 'environment' }), 'identityUnavailable');
  });

  it('stored access keys, and which are missing', async () => {
    assert.equal(await identityOf(aws, await resolve({ type: 'accessKeys', name: 'alice' })), USERS.alice);
    const error = await failure(resolve({ type: 'accessKeys', name: 'bob' }), 'secretMissing');
    assert.deepEqual(error.detail.secret, { type: 'accessKeys', name: 'bob' });
  });

  describe('EC2 instance profile', () => {
    const instance = (): BaseIdentity => ({ type: 'instanceMetadata', endpoint: aws.imds.endpoint });

    it('gives the instance’s role by IMDSv2, at the endpoint of the profile or of the environment', async () => {
      const credentials = await resolve(instance());
      assert.match(await identityOf(aws, credentials), /assumed-role\/AppServer\/i-/);
      assert.ok(credentials.temporary && (credentials.expiration ?? 0) > Date.now());
      assert.equal(aws.log.count({ operation: 'GetToken', method: 'PUT' }), 1);
      const env = { AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.imds.endpoint };
      const other = await resolve({ type: 'instanceMetadata' }, env);
      assert.equal(other.accessKeyId, credentials.accessKeyId);
    });

    it('plus a role is really that role, not silently the instance’s account', async () => {
      const base = await resolve(instance());
      const request = { roleArn: ROLES.etl, sessionName: 'tester' };
      const { identity } = await roles.assumeRole(request, base, hosts(aws), never);
      assert.equal(identity.arn, 'arn:aws:sts::222222222222:assumed-role/Etl/tester');
    });

    it('plus a role behind an external ID, with the session name of the profile', async () => {
      const trusted = { Effect: 'Allow', Principal: { AWS: ROLES.appServer }, Action: 'sts:AssumeRole' };
      const Condition = { StringEquals: { 'sts:ExternalId': 'partner-7' } };
      aws.iam.setTrustPolicy(ROLES.etl, { Version: '2012-10-17', Statement: { ...trusted, Condition } });
      const base = await resolve(instance());
      const assume = (externalId: string) =>
        roles.assumeRole({ roleArn: ROLES.etl, sessionName: 'nightly', externalId }, base, hosts(aws), never);
      assert.match((await assume('partner-7')).identity.arn, /assumed-role\/Etl\/nightly$/);
      await failure(assume('partner-8'), 'accessDenied', ['partner-8']);
    });

    it('is not asked where AWS_EC2_METADATA_DISABLED is set', async () => {
      const error = await failure(resolve(instance(), { AWS_EC2_METADATA_DISABLED: 'true' }), 'identityUnavailable');
      assert.match(error.message, /AWS_EC2_METADATA_DISABLED/);
      assert.equal(aws.log.count(), 0);
    });

    it('says that the instance has no profile, or what EC2 says of its role', async () => {
      aws.imds.roleArn = undefined;
      try {
        const none = await failure(resolve(instance()), 'identityUnavailable');
        assert.match(none.message, /no instance profile/);
        aws.imds.roleArn = ROLES.etl;
        const untrusted = await failure(resolve(instance()), 'identityUnavailable');
        assert.match(untrusted.message, /AssumeRoleUnauthorizedAccess: EC2 cannot assume the role Etl/);
      } finally {
        aws.imds.roleArn = ROLES.appServer;
      }
    });

    it('is asked directly, not through the proxy that VS Code leads requests to', async () => {
      const { request } = http;
      // VS Code replaces this function, with `http.proxySupport` at its default even for requests with an agent of their own.
      http.request = () => assert.fail('through the proxy');
      syncBuiltinESMExports();
      try {
        assert.ok((await resolve(instance())).temporary);
      } finally {
        http.request = request;
        syncBuiltinESMExports();
      }
    });

    it('says who did not answer, and ends at once when given up', async () => {
      const nobody = await failure(
        resolve({ type: 'instanceMetadata', endpoint: 'http://127.0.0.1:9' }),
        'identityUnavailable',
      );
      assert.match(nobody.message, /127\.0\.0\.1:9.*ECONNREFUSED/);
      const giveUp = new AbortController();
      aws.faults.add({ service: 'imds', action: { type: 'delay', milliseconds: 60_000 } });
      const work = sources.resolve(instance(), context(aws, { signal: giveUp.signal }));
      await aws.log.waitForArrival({ operation: 'GetToken' });
      giveUp.abort();
      await failure(work, 'cancelled');
    });

    it('does not fall for a page that is no metadata', async () => {
      aws.faults.add({ service: 'imds', operation: 'GetRoleCredentials', action: { type: 'garbage' } });
      const error = await failure(resolve(instance()), 'identityUnavailable');
      assert.match(error.message, /not the instance metadata service/);
    });
  });

  describe('container', () => {
    it('gives the role of the Amazon ECS task', async () => {
      const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: aws.container.ecs?.fullUri ?? '' };
      const credentials = await resolve({ type: 'container' }, env);
      assert.match(await identityOf(aws, credentials), /assumed-role\/Task\//);
    });

    it('gives the role of the Amazon EKS pod for its token, and keeps a refused token to itself', async () => {
      const { fullUri = '', authorizationToken = '' } = aws.container.eks ?? {};
      const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri };
      const credentials = await resolve(
        { type: 'container' },
        { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN: authorizationToken },
      );
      assert.match(await identityOf(aws, credentials), /assumed-role\/Pod\//);
      const wrong = 'not-the-token-of-that-pod';
      const refused = resolve({ type: 'container' }, { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN: wrong });
      await failure(refused, 'identityUnavailable', [wrong]);
    });

    it('says what is missing outside of a container', async () => {
      const error = await failure(resolve({ type: 'container' }), 'identityUnavailable');
      assert.match(error.message, /^No HTTP .* AWS_CONTAINER_CREDENTIALS_FULL_URI or .*$/);
    });
  });

  describe('what the AWS CLI would use here', () => {
    it('is shown with where it was found', async () => {
      const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
      const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
      assert.equal((await resolve({ type: 'defaultChain' }, keys)).origin, 'environment variables');
      const instance = { AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.imds.endpoint };
      assert.equal((await resolve({ type: 'defaultChain' }, instance)).origin, 'EC2 instance profile');
      const task = { AWS_CONTAINER_CREDENTIALS_FULL_URI: aws.container.ecs?.fullUri ?? '' };
      assert.equal((await resolve({ type: 'defaultChain' }, task)).origin, 'container role');
    });

    it('or nothing, in a sentence', async () => {
      await failure(resolve({ type: 'defaultChain' }, { AWS_EC2_METADATA_DISABLED: 'true' }), 'identityUnavailable');
    });

    it('writes nothing to the console of the extension host', async () => {
      const written: unknown[] = [];
      const { warn } = console;
      console.warn = (...texts: unknown[]) => written.push(texts);
      try {
        const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
        const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
        // Both at once: the SDK has a long warning for that.
        const env = { ...keys, AWS_PROFILE: 'nobody', AWS_EC2_METADATA_DISABLED: 'true' };
        await failure(resolve({ type: 'defaultChain' }, env), 'identityUnavailable');
      } finally {
        console.warn = warn;
      }
      assert.deepEqual(written, []);
    });
  });
});
