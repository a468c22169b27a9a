import assert from 'node:assert/strict';
import {
  AssumeRoleWithSAMLCommand,
  AssumeRoleWithWebIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import type { BaseIdentity } from '../../../../src/core/roles/baseIdentity';
import type { Hop, Profile } from '../../../../src/core/roles/profile';
import { explainMfaSession, explainSource } from '../../../../src/core/sessions/diagnosis';
import { AppError } from '../../../../src/core/support/errors';
import { OIDC_ISSUER_URL } from '../../../localaws/oidcIssuer/oidcIssuer';
import { SAML_ENTITY_ID } from '../../../localaws/samlIssuer/samlIssuer';
import { type LocalAws, startLocalAws } from '../../../localaws/server';
import { assume, stsClient } from '../../../localaws/testing/clients';
import { HOME, KEYS, MFA, roleArn, rulesWorld } from '../../../localaws/worlds/rules';
import type { World } from '../../../localaws/world';
import { assertReads, profileWith, refusal, refusalSaying } from './diagnosisBed';

const SAML_PROVIDER = `arn:aws:iam::${HOME}:saml-provider/Idp`;

/** The accounts of the rules, where identity providers are known. */
const WORLD: World = {
  ...rulesWorld,
  accounts: rulesWorld.accounts.map((account) =>
    account.id === HOME
      ? {
          ...account,
          oidcProviders: [{ url: OIDC_ISSUER_URL, clientIds: ['sts.amazonaws.com'] }],
          samlProviders: [{ name: 'Idp', entityId: SAML_ENTITY_ID }],
        }
      : account,
  ),
};

describe('diagnosis of what comes before the first hop', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(WORLD)));
  after(() => aws.close());
  afterEach(() => (aws.oidc.reachable = true));

  const assumeOnly: Hop = { roleArn: roleArn('TrustsAssumeOnly') };

  describe('the MFA session', () => {
    const user = profileWith([assumeOnly], { mfaSession: MFA.ann.serialNumber });

    it('tells a wrong code, and that the base identity must be an IAM user', async () => {
      const input = { SerialNumber: MFA.ann.serialNumber, TokenCode: '000000' };
      const wrong = await refusal(stsClient(aws, KEYS.ann).send(new GetSessionTokenCommand(input)));
      assertReads(
        explainMfaSession(wrong, user),
        'mfaRejected',
        'MFA session of alice: the MFA code was wrong or already used.',
        'Wait for the next code of the device and type that.',
      );
      const session = await assume(aws, KEYS.ann, { RoleArn: assumeOnly.roleArn });
      const temporary = await refusal(stsClient(aws, session).send(new GetSessionTokenCommand({})));
      assertReads(
        explainMfaSession(temporary, user),
        'accessDenied',
        'MFA session of alice: the base identity’s credentials are temporary, which make no MFA session.',
        'Use the access keys of the IAM user, or remove "mfaSerial" from the profile.',
      );
    });

    it('says that only a Deny can forbid it, and leaves the hop open', () => {
      const error = explainMfaSession(refusalSaying('User: x is not authorized to perform: sts:GetSessionToken'), user);
      assertReads(
        error,
        'accessDenied',
        'MFA session of alice: AWS denied sts:GetSessionToken (AccessDenied).',
        'It needs no permission: a policy of the user, its permissions boundary or the organization denies it.',
      );
      assert.equal(error.detail.hop, undefined);
    });
  });

  describe('the base identity', () => {
    const of = (source: BaseIdentity): Profile => profileWith([], { source });
    const web = { type: 'webIdentity', roleArn: roleArn('TrustsAccount'), tokenFile: '/run/token' } as const;
    const saml = { type: 'saml', roleArn: roleArn('TrustsAccount'), providerArn: SAML_PROVIDER } as const;
    const unsigned = (): STSClient => new STSClient({ endpoint: aws.endpoint, region: 'us-east-1', maxAttempts: 1 });

    async function webIdentity(token: string): Promise<AppError> {
      const input = { RoleArn: web.roleArn, RoleSessionName: 'web', WebIdentityToken: token };
      return explainSource(await refusal(unsigned().send(new AssumeRoleWithWebIdentityCommand(input))), of(web));
    }

    it('tells what can be wrong with a web identity token', async () => {
      const subject = 'repo:acme/lake';
      assertReads(
        await webIdentity(await aws.oidc.token({ subject })),
        'accessDenied',
        'web identity: AWS denied sts:AssumeRoleWithWebIdentity (AccessDenied).',
        'Check that TrustsAccount (111111111111) exists, that its trust policy names the identity provider, and that its ' +
          'conditions on "aud" and "sub" match the token.',
      );
      const audience = await webIdentity(await aws.oidc.token({ subject, audience: 'other' }));
      assertReads(
        audience,
        'assertionRejected',
        'web identity: AWS does not take the token of the identity provider (Incorrect token audience).',
        'Check that IAM has an identity provider for the issuer of the token, with its audience.',
      );
      assertReads(
        await webIdentity(await aws.oidc.token({ subject, expiresInSeconds: -60 })),
        'expired',
        'web identity: the web identity token has expired.',
        'Have the file "/run/token" written anew.',
      );
      aws.oidc.reachable = false;
      const token = await aws.oidc.token({ subject });
      assert.equal(
        (await webIdentity(token)).message,
        'web identity: AWS cannot reach the identity provider to check the token.',
      );
    });

    it('tells what can be wrong with a SAML assertion', async () => {
      const send = async (SAMLAssertion: string): Promise<AppError> => {
        const input = { RoleArn: saml.roleArn, PrincipalArn: SAML_PROVIDER, SAMLAssertion };
        return explainSource(await refusal(unsigned().send(new AssumeRoleWithSAMLCommand(input))), of(saml));
      };
      const roles = [`${saml.roleArn},${SAML_PROVIDER}`];
      const denied = await send(aws.saml.assertion({ roles }));
      assert.equal(denied.message, 'SAML: AWS denied sts:AssumeRoleWithSAML (AccessDenied).');
      assert.equal(
        denied.detail.cure,
        `Check that TrustsAccount (111111111111) exists, that its trust policy names ${SAML_PROVIDER}, and that the ` +
          'assertion offers you both.',
      );
      const old = await send(aws.saml.assertion({ roles, validSeconds: -1 }));
      assert.equal(old.message, 'SAML: the SAML assertion has expired; it is good for 5 minutes.');
    });

    it('says why there are no credentials, and what whoever keeps them said', () => {
      const failed = new AppError('identityUnavailable', 'The command ended with exit code 3.');
      assertReads(
        explainSource(failed, of({ type: 'process', command: 'get-keys' })),
        'identityUnavailable',
        'The credential process gave no credentials.',
        'Run the command in a terminal and see what it prints. What went wrong: The command ended with exit code 3.',
      );
      const away = new AppError('network', 'No answer from 169.254.169.254 (ETIMEDOUT).', { code: 'ETIMEDOUT' });
      assert.equal(
        explainSource(away, of({ type: 'instanceMetadata' })).message,
        'The instance metadata service at 169.254.169.254 gave no credentials.',
      );
    });

    it('says that a sign-in helps with Identity Center, and what it denies', () => {
      const center: BaseIdentity = {
        type: 'identityCenter',
        startUrl: 'https://d-1.awsapps.com/start',
        region: 'eu-west-1',
        accountId: HOME,
        roleName: 'Analyst',
      };
      const signIn = explainSource(new AppError('interactionRequired', 'A sign-in is needed.'), of(center));
      assertReads(
        signIn,
        'interactionRequired',
        'You are not signed in to https://d-1.awsapps.com/start.',
        'Run "AWS: Assume Role" to sign in.',
      );
      assert.equal(signIn.detail.signIn, true);
      // How a sign-in ended says all there is to say.
      const answer = { code: 'AccessDeniedException', awsMessage: 'The user has denied the request' };
      const denied = explainSource(new AppError('identityUnavailable', 'The sign-in was denied.', answer), of(center));
      assertReads(denied, 'identityUnavailable', 'The sign-in was denied.', undefined);
      assert.deepEqual([denied.detail.signIn, denied.detail.profile], [true, of(center).name]);
      assertReads(
        explainSource(refusalSaying('No access', 'accessDenied', 'ForbiddenException'), of(center)),
        'accessDenied',
        'Analyst (111111111111) by Identity Center: AWS denied the credentials (ForbiddenException).',
        'Check that the permission set Analyst is assigned to you in account 111111111111.',
      );
    });

    it('keeps a cure that the source itself knows', () => {
      const error = new AppError('identityUnavailable', 'There is no profile "x".', { cure: 'Correct its name.' });
      assertReads(
        explainSource(error, of({ type: 'sharedConfig', profile: 'x' })),
        'identityUnavailable',
        'There is no profile "x".',
        'Correct its name.',
      );
    });
  });
});
