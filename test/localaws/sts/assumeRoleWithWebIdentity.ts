import { isTrusted } from '../iam/trust';
import { AwsError } from '../kernel/types';
import { Constraints, RULES, accountOfRole } from './constraints';
import type { Form } from './form';
import type { UnsignedStsOperation } from './operation';
import { checkMaxSessionDuration, startRoleSession } from './roleSession';
import { type RequestedPolicies, readPolicies } from './sessionPolicies';
import { verifyWebIdentityToken } from './webIdentityToken';

interface WebIdentityRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly token: string;
  readonly durationSeconds: number;
  readonly policies: RequestedPolicies;
}

function read(form: Form): WebIdentityRequest {
  const constraints = new Constraints();
  const request: WebIdentityRequest = {
    roleArn: constraints.requiredText('roleArn', form.get('RoleArn'), RULES.roleArn),
    sessionName: constraints.requiredText('roleSessionName', form.get('RoleSessionName'), RULES.roleSessionName),
    token: constraints.requiredText('webIdentityToken', form.get('WebIdentityToken'), RULES.webIdentityToken),
    durationSeconds: constraints.integer('durationSeconds', form.get('DurationSeconds'), 900, 43_200) ?? 3600,
    policies: readPolicies(form, constraints),
  };
  constraints.check();
  return request;
}

/** AssumeRoleWithWebIdentity (AWS STS API Reference): needs no credentials, only a token of an issuer the account knows. */
export const assumeRoleWithWebIdentity: UnsignedStsOperation = async (form, deps) => {
  const request = read(form);
  const identity = await verifyWebIdentityToken(request.token, accountOfRole(request.roleArn), deps);
  const action = 'sts:AssumeRoleWithWebIdentity';
  const { provider } = identity;
  const context = {
    [`${provider.host}:sub`]: identity.subject,
    [`${provider.host}:aud`]: identity.audience,
    'aws:FederatedProvider': provider.arn,
    'sts:RoleSessionName': request.sessionName,
  };
  const role = deps.directory.role(request.roleArn);
  if (!role || !isTrusted(role, { federated: provider.arn }, [action], context)) {
    throw new AwsError(403, 'AccessDenied', `Not authorized to perform ${action}`);
  }
  checkMaxSessionDuration(request.durationSeconds, role);
  return {
    SubjectFromWebIdentityToken: identity.subject,
    Audience: identity.audience,
    ...startRoleSession({ ...request, role }, deps),
    Provider: provider.arn,
  };
};
