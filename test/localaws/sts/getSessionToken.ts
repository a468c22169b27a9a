import { AwsError } from '../kernel/types';
import { Constraints } from './constraints';
import { readMfa, verifyMfa } from './mfa';
import { type StsOperation, credentialsElement } from './operation';

const DEFAULT_SECONDS = 43_200;
const MAX_SECONDS = 129_600;
const ROOT_MAX_SECONDS = 3600;

/** GetSessionToken (AWS STS API Reference): temporary credentials of the same user, with MFA if a code is given. */
export const getSessionToken: StsOperation = (form, { identity }, { credentials, now }) => {
  const constraints = new Constraints();
  const asked = constraints.integer('durationSeconds', form.get('DurationSeconds'), 900, MAX_SECONDS);
  const mfa = readMfa(form, constraints);
  constraints.check();
  if (identity.type === 'roleSession' || identity.type === 'userSession') {
    throw new AwsError(403, 'AccessDenied', 'Cannot call GetSessionToken with session credentials');
  }
  const mfaTime = verifyMfa(mfa, identity, now()) ? now() : undefined;
  // For root, AWS shortens a longer duration instead of refusing it.
  const seconds = Math.min(asked ?? DEFAULT_SECONDS, identity.type === 'root' ? ROOT_MAX_SECONDS : MAX_SECONDS);
  return {
    Credentials: credentialsElement(credentials.issue({ type: 'userSession', owner: identity, mfaTime }, seconds)),
  };
};
