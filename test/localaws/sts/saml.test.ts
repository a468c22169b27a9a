import assert from 'node:assert/strict';
import {
  AssumeRoleWithSAMLCommand,
  type AssumeRoleWithSAMLCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { type AssertionRequest, SAML_ENTITY_ID, SamlIssuer } from '../samlIssuer/samlIssuer';
import { type LocalAws, startLocalAws } from '../server';
import { assume, stsClient, toClientCredentials } from '../testing/clients';
import { assertAbout } from '../testing/durations';
import { assertRefused } from '../testing/refusals';
import { ACCOUNTS, ROLES, SAML_PROVIDER, demoWorld } from '../worlds/demo';

const PAIR = `${ROLES.federated},${SAML_PROVIDER}`;

describe('local STS: AssumeRoleWithSAML', () => {
  let aws: LocalAws;
  before(async () => (aws = await startLocalAws(demoWorld)));
  after(() => aws.close());

  const assertion = (request: Partial<AssertionRequest> = {}): string =>
    aws.saml.assertion({ roles: [PAIR], sessionName: 'alice', ...request });
  const call = (SAMLAssertion: string, input: Partial<AssumeRoleWithSAMLCommandInput> = {}) =>
    new STSClient({ endpoint: aws.endpoint, region: 'us-east-1', maxAttempts: 1 }).send(
      new AssumeRoleWithSAMLCommand({ RoleArn: ROLES.federated, PrincipalArn: SAML_PROVIDER, SAMLAssertion, ...input }),
    );
  const edited = (encoded: string, edit: (xml: string) => string): string =>
    Buffer.from(edit(Buffer.from(encoded, 'base64').toString())).toString('base64');
  const invalid = (message: string | RegExp) => ({ status: 400, name: 'InvalidIdentityTokenException', message });
  const denied = { status: 403, name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithSAML' };
  const secondsLeft = (expiration: Date | undefined): number =>
    ((expiration?.getTime() ?? NaN) - aws.clock.now()) / 1000;

  it('gives a session for an assertion of a provider the account knows, and tells whose it is', async () => {
    const answer = await call(assertion({ subject: 'alice@example.com' }));
    assert.equal(answer.Subject, 'alice@example.com');
    assert.equal(answer.SubjectType, 'persistent');
    assert.equal(answer.Issuer, SAML_ENTITY_ID);
    assert.equal(answer.Audience, 'https://signin.aws.amazon.com/saml');
    assert.match(answer.NameQualifier ?? '', /^[\w+/]{27}=$/);
    assertAbout(secondsLeft(answer.Credentials?.Expiration), 3600);
    const identity = await stsClient(aws, toClientCredentials(answer.Credentials)).send(new GetCallerIdentityCommand());
    assert.equal(identity.Arn, `arn:aws:sts::${ACCOUNTS.hub}:assumed-role/Federated/alice`);
  });

  it('finds the role among several, with the ARNs in either order', async () => {
    const other = `arn:aws:iam::${ACCOUNTS.lake}:role/Other,${SAML_PROVIDER}`;
    await call(assertion({ roles: [other, `${SAML_PROVIDER},${ROLES.federated}`] }));
    await assertRefused(call(assertion({ roles: [other] })), denied);
    await assertRefused(call(assertion({ roles: [`${ROLES.federated},${SAML_PROVIDER}x`] })), denied);
  });

  it('wants a role that trusts the provider', async () => {
    const roles = [`${ROLES.hub},${SAML_PROVIDER}`, `${ROLES.lake},${SAML_PROVIDER}`];
    await assertRefused(call(assertion({ roles }), { RoleArn: ROLES.hub }), denied);
    await assertRefused(call(assertion({ roles }), { RoleArn: ROLES.lake }), denied);
    const PrincipalArn = `${SAML_PROVIDER}x`;
    await assertRefused(call(assertion(), { PrincipalArn }), invalid("Specified provider doesn't exist"));
    await assertRefused(call(assertion(), { RoleArn: 'arn:aws:iam::1:role/NotAnAccount' }), {
      status: 400,
      name: 'ValidationError',
      message: 'Request ARN is invalid',
    });
  });

  it('wants the audience of AWS, and the recipient of the trust policy', async () => {
    await assertRefused(call(assertion({ audience: 'https://example.com' })), invalid(/required audience/));
    await assertRefused(call(assertion({ recipient: 'https://us-east-1.signin.aws.amazon.com/saml' })), denied);
  });

  it('takes an assertion for five minutes, or less where it says so', async () => {
    const expired = { status: 400, name: 'ExpiredTokenException', message: /within 5 minutes/ };
    const long = assertion({ validSeconds: 3600 });
    const short = assertion({ validSeconds: 60 });
    aws.clock.offset += 60_000;
    await call(long);
    await assertRefused(call(short), expired);
    aws.clock.offset += 4 * 60_000;
    await assertRefused(call(long), expired);
  });

  it('takes no assertion that somebody else signed, that was changed, or that is not signed', async () => {
    const stranger = new SamlIssuer(SAML_ENTITY_ID, () => aws.clock.now());
    const bad = invalid('Response signature invalid');
    await assertRefused(call(stranger.assertion({ roles: [PAIR] })), bad);
    await assertRefused(call(edited(assertion(), (xml) => xml.replace('>alice<', '>admin<'))), bad);
    await assertRefused(call(edited(assertion(), (xml) => xml.replace(/<ds:Signature .*<\/ds:Signature>/s, ''))), bad);
    await assertRefused(call('bm90IHhtbA=='), invalid('Invalid base64 SAMLResponse'));
  });

  it('heeds only what was signed', async () => {
    // An unsigned assertion for another person, put before the signed one.
    const forged = edited(assertion(), (xml) => {
      const signed = /<saml2:Assertion.*<\/saml2:Assertion>/s.exec(xml)?.[0] ?? '';
      const unsigned = signed
        .replace(/<ds:Signature .*<\/ds:Signature>/s, '')
        .replace(/ ID="_/, ' ID="_forged')
        .replace('>alice<', '>admin<');
      return xml.replace(signed, unsigned + signed);
    });
    const answer = await call(forged);
    assert.match(answer.AssumedRoleUser?.Arn ?? '', /\/alice$/);
  });

  it('wants a role session name', async () => {
    await assertRefused(
      call(assertion({ sessionName: 'a b' })),
      invalid(/^RoleSessionName in AuthnResponse must match/),
    );
  });

  it("lasts as long as asked, within the role's maximum and the provider's session", async () => {
    const twoHours = await call(assertion(), { DurationSeconds: 7200 });
    assertAbout(secondsLeft(twoHours.Credentials?.Expiration), 7200);
    const ended = await call(assertion({ sessionEndsInSeconds: 1800 }), { DurationSeconds: 7200 });
    assertAbout(secondsLeft(ended.Credentials?.Expiration), 1800);
    await assertRefused(call(assertion({ sessionDuration: 43_200 }), { DurationSeconds: 14_401 }), {
      status: 400,
      name: 'ValidationError',
      message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    });
  });

  it('counts as a chain', async () => {
    const session = toClientCredentials((await call(assertion())).Credentials);
    await assume(aws, session, { RoleArn: ROLES.lakeReader, DurationSeconds: 3600 });
    await assertRefused(assume(aws, session, { RoleArn: ROLES.lakeReader, DurationSeconds: 3601 }), {
      status: 400,
      name: 'ValidationError',
      message: /1 hour session limit/,
    });
  });
});
