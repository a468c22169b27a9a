import {
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { GetRoleCredentialsCommand } from '@aws-sdk/client-sso';
import { fromHttp, fromInstanceMetadata } from '@aws-sdk/credential-providers';
import type { BaseIdentity } from '../../../../src/core/roles/baseIdentity';
import type { Hop, Profile } from '../../../../src/core/roles/profile';
import type { CallerIdentity } from '../../../../src/core/sessions/session';
import { roleArnOf } from '../../../localaws/identityCenter/permissionSetRoles';
import type { IdentityCenterSeed } from '../../../localaws/identityCenter/seed';
import { OIDC_ISSUER_URL } from '../../../localaws/oidcIssuer/oidcIssuer';
import { SAML_ENTITY_ID } from '../../../localaws/samlIssuer/samlIssuer';
import { startLocalAws, type LocalAws } from '../../../localaws/server';
import { assume, stsClient, toClientCredentials, type ClientCredentials } from '../../../localaws/testing/clients';
import { portalClient, signIn } from '../../../localaws/testing/identityCenter';
import { withAwsEnvironment } from '../../../localaws/testing/environment';
import { policy, type World } from '../../../localaws/world';

export const HOME = '111111111111';
export const OTHER = '222222222222';
export const ALICE = `arn:aws:iam::${HOME}:user/team/alice`;
export const MFA_SERIAL = `arn:aws:iam::${HOME}:mfa/alice`;
export const SAML_PROVIDER = `arn:aws:iam::${HOME}:saml-provider/Idp`;
export const TOKEN = { issuer: OIDC_ISSUER_URL, audience: 'sts.amazonaws.com', subject: 'repo:acme/lake' };

const KEYS = { id: 'AKIAPOLICIESALICE001', secret: 'secret-of-alice'.padEnd(40, '0') };
const CENTER: IdentityCenterSeed = {
  startUrl: 'https://d-1111111111.awsapps.com/start',
  region: 'eu-west-1',
  users: ['alice'],
  // The second begins like the first: what is meant for one must not mean the other.
  permissionSets: [{ name: 'Analyst' }, { name: 'Analyst_Admin' }],
  accounts: [{ id: HOME, name: 'Home', email: 'home@example.com' }],
  assignments: [{ userName: 'alice', accountId: HOME, permissionSets: ['Analyst', 'Analyst_Admin'] }],
};

/** @returns the ARN of the role that a hop of that place assumes; those of the other account have a path */
export function hopRole(index: number, account: string): string {
  return `arn:aws:iam::${account}:role/${account === HOME ? '' : 'data/lake/'}Hop${index + 1}`;
}

/** @returns the ARN of a base identity's own role */
export function baseRole(name: string): string {
  return `arn:aws:iam::${HOME}:role/${name}`;
}

const NOBODY = policy({ Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:*' });
const BASE_ROLES = ['Instance', 'Task', 'Pod', 'Web', 'Saml'];
const PLACES = [0, 1, 2, 3].flatMap((index) => [HOME, OTHER].map((account) => ({ index, account })));
const hopRoles = (account: string) =>
  PLACES.filter((place) => place.account === account).map(({ index }) => ({
    name: `Hop${index + 1}`,
    trustPolicy: NOBODY,
    maxSessionDuration: 43_200,
    ...(account === HOME ? {} : { path: '/data/lake/' }),
  }));

const noTrustWorld: World = {
  accounts: [
    {
      id: HOME,
      users: [
        {
          name: 'alice',
          path: '/team/',
          accessKeys: [KEYS],
          mfaDevices: [{ name: 'alice', seed: 'JBSWY3DPEHPK3PXP' }],
        },
      ],
      roles: [...BASE_ROLES.map((name) => ({ name, trustPolicy: NOBODY })), ...hopRoles(HOME)],
      oidcProviders: [{ url: OIDC_ISSUER_URL, clientIds: ['sts.amazonaws.com'] }],
      samlProviders: [{ name: 'Idp', entityId: SAML_ENTITY_ID }],
    },
    { id: OTHER, roles: hopRoles(OTHER) },
  ],
  s3: { buckets: [] },
  identityCenter: CENTER,
  instance: { accountId: HOME, instanceId: 'i-0a1b2c3d4e5f60718', region: 'us-east-1', roleArn: baseRole('Instance') },
  containers: {
    ecs: { roleArn: baseRole('Task'), taskId: 'a'.repeat(32) },
    eks: {
      roleArn: baseRole('Pod'),
      clusterArn: `arn:aws:eks:us-east-1:${HOME}:cluster/main`,
      namespace: 'lake',
      serviceAccount: 'etl',
      podName: 'etl-0',
      podUid: '0f3a',
      authorizationToken: 'pod-token',
    },
  },
};

/** The base identities of this world, as profiles name them. */
export const SOURCES = {
  user: { type: 'accessKeys', name: 'alice' },
  instance: { type: 'instanceMetadata' },
  task: { type: 'container' },
  pod: { type: 'container' },
  permissionSet: { type: 'identityCenter', ...CENTER, accountId: HOME, roleName: 'Analyst' },
  otherPermissionSet: { type: 'identityCenter', ...CENTER, accountId: HOME, roleName: 'Analyst_Admin' },
  web: { type: 'webIdentity', roleArn: baseRole('Web'), tokenFile: '/token' },
  saml: { type: 'saml', roleArn: baseRole('Saml'), providerArn: SAML_PROVIDER },
} as const satisfies Readonly<Record<string, BaseIdentity>>;
export type SourceName = keyof typeof SOURCES;

/** A local AWS whose roles trust nobody and whose callers may do nothing, until policies are attached. */
export class PoliciesWorld {
  private constructor(readonly aws: LocalAws) {}

  static async start(): Promise<PoliciesWorld> {
    return new PoliciesWorld(await startLocalAws(noTrustWorld));
  }

  /** Takes all policies away. */
  reset(): void {
    const { iam } = this.aws;
    const none = { Version: '2012-10-17', Statement: [] };
    const permissionSets = ['Analyst', 'Analyst_Admin'].map((name) => roleArnOf(CENTER, HOME, name));
    const base = BASE_ROLES.map(baseRole);
    const hops = PLACES.map(({ index, account }) => hopRole(index, account));
    for (const arn of [...base, ...hops]) iam.setTrustPolicy(arn, NOBODY);
    for (const arn of [ALICE, ...permissionSets, ...base, ...hops]) iam.putPolicy(arn, 'Generated', none);
  }

  /** Attaches a permission policy, as PutUserPolicy and PutRolePolicy do. */
  permit(arn: string, document: unknown): void {
    this.aws.iam.putPolicy(arn, 'Generated', document);
  }

  /** Sets a trust policy, as UpdateAssumeRolePolicy does: principals that do not exist are refused. */
  trust(roleArn: string, document: unknown): void {
    this.aws.iam.setTrustPolicy(roleArn, document);
  }

  /** Where the permissions of a caller that has no ARN of its own in a profile are attached. */
  arnOf(source: SourceName): string {
    if (source === 'user') return ALICE;
    if (source === 'permissionSet') return roleArnOf(CENTER, HOME, 'Analyst');
    if (source === 'otherPermissionSet') return roleArnOf(CENTER, HOME, 'Analyst_Admin');
    throw new TypeError(`${source} tells its ARN.`);
  }

  /** Credentials of a base identity, as its provider gives them. */
  async base(source: SourceName): Promise<ClientCredentials> {
    const { aws } = this;
    switch (source) {
      case 'user':
        return { accessKeyId: KEYS.id, secretAccessKey: KEYS.secret };
      case 'instance':
        return withAwsEnvironment({ AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.imds.endpoint }, () =>
          fromInstanceMetadata({ maxRetries: 0 })(),
        );
      case 'task':
        return fromHttp({ awsContainerCredentialsFullUri: aws.container.ecs?.fullUri ?? '', maxRetries: 0 })();
      case 'pod':
        return fromHttp({
          awsContainerCredentialsFullUri: aws.container.eks?.fullUri ?? '',
          awsContainerAuthorizationToken: 'pod-token',
          maxRetries: 0,
        })();
      case 'permissionSet':
      case 'otherPermissionSet':
        return this.#permissionSet(SOURCES[source].roleName);
      case 'web': {
        const { subject, audience } = TOKEN;
        const WebIdentityToken = await aws.oidc.token({ subject, audience });
        const input = { RoleArn: baseRole('Web'), RoleSessionName: 'web', WebIdentityToken };
        return toClientCredentials(
          (await this.#unsigned().send(new AssumeRoleWithWebIdentityCommand(input))).Credentials,
        );
      }
      case 'saml': {
        const roles = [`${baseRole('Saml')},${SAML_PROVIDER}`];
        const SAMLAssertion = aws.saml.assertion({ roles });
        const input = { RoleArn: baseRole('Saml'), PrincipalArn: SAML_PROVIDER, SAMLAssertion };
        return toClientCredentials((await this.#unsigned().send(new AssumeRoleWithSAMLCommand(input))).Credentials);
      }
    }
  }

  /** Who a base identity is. */
  async identity(source: SourceName): Promise<CallerIdentity> {
    const { Arn = '', Account = '' } = await stsClient(this.aws, await this.base(source)).send(
      new GetCallerIdentityCommand({}),
    );
    return { arn: Arn, accountId: Account };
  }

  /**
   * Walks a profile's hops.
   * @returns how many succeeded before AWS denied one
   * @throws what fails for another reason
   */
  async walk(profile: Profile, source: SourceName, externalIds: ReadonlyMap<string, string>): Promise<number> {
    let caller = await this.base(source);
    if (profile.mfaSession !== undefined) {
      const command = new GetSessionTokenCommand(this.#code(profile.mfaSession));
      caller = toClientCredentials((await stsClient(this.aws, caller).send(command)).Credentials);
    }
    for (const [index, hop] of profile.chain.entries()) {
      try {
        caller = await assume(this.aws, caller, this.#input(hop, externalIds));
      } catch (error) {
        if (error instanceof Error && error.name === 'AccessDenied') return index;
        throw error;
      }
    }
    return profile.chain.length;
  }

  #input(hop: Hop, externalIds: ReadonlyMap<string, string>) {
    const { externalId, tags = {}, mfaSerial } = hop;
    return {
      RoleArn: hop.roleArn,
      ExternalId: typeof externalId === 'object' ? externalIds.get(externalId.secret) : externalId,
      DurationSeconds: hop.durationSeconds,
      SourceIdentity: hop.sourceIdentity,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      TransitiveTagKeys: [...(hop.transitiveTagKeys ?? [])],
      ...(mfaSerial === undefined ? {} : this.#code(mfaSerial)),
    };
  }

  /** The device's next code: each is good once. */
  #code(SerialNumber: string): { SerialNumber: string; TokenCode: string } {
    const { clock, iam } = this.aws;
    clock.offset += 30_000;
    return { SerialNumber, TokenCode: iam.mfaDevices[0]?.codeAt(clock.now()) ?? '' };
  }

  async #permissionSet(roleName: string): Promise<ClientCredentials> {
    const { accessToken } = await signIn(this.aws);
    const command = new GetRoleCredentialsCommand({ accessToken, accountId: HOME, roleName });
    const {
      accessKeyId = '',
      secretAccessKey = '',
      sessionToken = '',
    } = (await portalClient(this.aws).send(command)).roleCredentials ?? {};
    return { accessKeyId, secretAccessKey, sessionToken };
  }

  #unsigned(): STSClient {
    return new STSClient({ endpoint: this.aws.endpoint, region: 'us-east-1', maxAttempts: 1 });
  }
}
