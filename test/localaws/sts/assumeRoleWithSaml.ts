import { createHash } from 'node:crypto';
import type { SamlProvider } from '../iam/entities';
import { isTrusted } from '../iam/trust';
import { AwsError } from '../kernel/types';
import { Constraints, RULES, accountOfRole } from './constraints';
import type { Form } from './form';
import type { StsDependencies, UnsignedStsOperation } from './operation';
import { checkMaxSessionDuration, startRoleSession } from './roleSession';
import { type SamlAssertion, invalidAssertion, verifySamlAssertion } from './samlAssertion';
import { type RequestedPolicies, readPolicies } from './sessionPolicies';

const REDEMPTION_MINUTES = 5;

interface SamlRequest {
  readonly roleArn: string;
  readonly principalArn: string;
  readonly assertion: string;
  readonly durationSeconds: number;
  readonly policies: RequestedPolicies;
}

function read(form: Form): SamlRequest {
  const constraints = new Constraints();
  const request: SamlRequest = {
    roleArn: constraints.requiredText('roleArn', form.get('RoleArn'), RULES.roleArn),
    principalArn: constraints.requiredText('principalArn', form.get('PrincipalArn'), RULES.principalArn),
    assertion: constraints.requiredText('sAMLAssertion', form.get('SAMLAssertion'), RULES.samlAssertion),
    durationSeconds: constraints.integer('durationSeconds', form.get('DurationSeconds'), 900, 43_200) ?? 3600,
    policies: readPolicies(form, constraints),
  };
  constraints.check();
  return request;
}

const expired = (message: string): AwsError => new AwsError(400, 'ExpiredTokenException', message);

/** The sign-in endpoints of all partitions, regional ones included, and the older name of AWS as an audience. */
const AUDIENCE =
  /^(https:\/\/([a-z0-9-]+\.)?signin\.(aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com)\/saml|urn:amazon:webservices(:[a-z-]+)?)$/;

/** @returns the role session name; throws AwsError InvalidIdentityToken or ExpiredTokenException */
function checkAssertion(assertion: SamlAssertion, provider: SamlProvider, now: number): string {
  if (assertion.issuer !== provider.entityId) throw invalidAssertion('Issuer not present in specified provider');
  if (!AUDIENCE.test(assertion.audience)) throw invalidAssertion('Response does not contain the required audience.');
  if (now >= assertion.issuedAt + REDEMPTION_MINUTES * 60_000 || now >= assertion.notOnOrAfter) {
    throw expired(`Token must be redeemed within ${REDEMPTION_MINUTES} minutes of issuance`);
  }
  const [sessionName, ...more] = assertion.attributes['RoleSessionName'] ?? [];
  if (sessionName === undefined || more.length > 0) {
    throw invalidAssertion('RoleSessionName is required in AuthnResponse');
  }
  if (!/^[a-zA-Z_0-9+=,.@-]{2,64}$/.test(sessionName)) {
    throw invalidAssertion('RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}');
  }
  return sessionName;
}

/** @returns the provider of the request; throws AwsError InvalidIdentityToken */
function providerOf({ principalArn }: SamlRequest, { directory, saml }: StsDependencies): SamlProvider {
  const provider = directory.samlProvider(principalArn);
  if (!provider) throw invalidAssertion("Specified provider doesn't exist");
  if (provider.entityId !== saml.entityId) throw invalidAssertion('Issuer not present in specified provider');
  return provider;
}

function nameQualifier({ issuer }: SamlAssertion, { accountId, name }: SamlProvider): string {
  return createHash('sha1').update(`${issuer}${accountId}/${name}`).digest('base64');
}

/** AssumeRoleWithSAML (AWS STS API Reference): needs no credentials, only an assertion of a provider the account knows. */
export const assumeRoleWithSaml: UnsignedStsOperation = (form, deps) => {
  const request = read(form);
  const accountId = accountOfRole(request.roleArn);
  const provider = providerOf(request, deps);
  const assertion = verifySamlAssertion(request.assertion, deps.saml);
  const now = deps.now();
  const sessionName = checkAssertion(assertion, provider, now);
  const action = 'sts:AssumeRoleWithSAML';
  const offered = (assertion.attributes['Role'] ?? []).some((pair) => {
    const arns = pair.split(',').map((arn) => arn.trim());
    return arns.length === 2 && arns.includes(request.roleArn) && arns.includes(provider.arn);
  });
  const context = {
    'SAML:aud': assertion.recipient,
    'SAML:iss': assertion.issuer,
    'SAML:sub': assertion.subject,
    'SAML:sub_type': assertion.subjectType,
    'SAML:namequalifier': nameQualifier(assertion, provider),
    'SAML:doc': `${provider.accountId}/${provider.name}`,
    'aws:FederatedProvider': provider.arn,
    'sts:RoleSessionName': sessionName,
  };
  const role = deps.directory.role(request.roleArn);
  const trusted = role !== undefined && isTrusted(role, { federated: provider.arn }, [action], context);
  if (!offered || !trusted || provider.accountId !== accountId) {
    throw new AwsError(403, 'AccessDenied', `Not authorized to perform ${action}`);
  }
  checkMaxSessionDuration(request.durationSeconds, role);
  const sessionEnd = assertion.sessionNotOnOrAfter ?? Infinity;
  if (sessionEnd <= now) throw expired('The SAML session has expired');
  const durationSeconds = Math.min(request.durationSeconds, Math.floor((sessionEnd - now) / 1000));
  return {
    Subject: assertion.subject,
    SubjectType: assertion.subjectType,
    Issuer: assertion.issuer,
    Audience: assertion.recipient,
    NameQualifier: nameQualifier(assertion, provider),
    ...startRoleSession({ role, sessionName, durationSeconds, policies: request.policies }, deps),
  };
};
