import { t } from '@vscode/l10n';
import { accountLabel } from '../roles/accounts/accountBook';
import { roleLabel } from '../roles/arn';
import { kindOf, sourceLabel } from '../roles/baseIdentity';
import type { Profile } from '../roles/profile';
import { AppError, toAppError, type ErrorKind, type SecretRef } from '../support/errors';
import { explainDenial } from './diagnosisDenied';
import { explainByAnswer, words, type Explanation, type FailedCall, type FailedHop } from './diagnosisTexts';

/**
 * The error of a failed hop for the person: which hop, what AWS answered, the likely cause and the cure.
 * Errors that name their own place (cancelled, already explained) pass unchanged.
 */
export function explainHop(failure: unknown, profile: Profile, index: number): AppError {
  const error = toAppError(failure);
  const hop = profile.chain[index];
  if (isExplained(error) || !hop) return error;
  const failed = { error, profile, hop, index };
  const hops = profile.chain.length;
  const role = roleLabel(hop.roleArn, profile.accounts);
  const place = hops === 1 ? role : t('Hop {0} of {1}, {2}', index + 1, hops, role);
  const explanation =
    explainByAnswer(failed) ?? (error.kind === 'accessDenied' ? explainDenial(failed) : inItsWords(error));
  return explained(failed, place, explanation, { hop: index, hops, ...suspectSecret(failed) });
}

/**
 * The error of the GetSessionToken call that makes the MFA session of a profile's base identity. The call needs no
 * permission, so a denial comes from the keys themselves or from an explicit deny (STS API, GetSessionToken).
 */
export function explainMfaSession(failure: unknown, profile: Profile): AppError {
  const error = toAppError(failure);
  if (isExplained(error)) return error;
  const failed = { error, profile, index: 0 };
  const place = t('MFA session of {0}', sourceLabel(profile.source, profile.accounts));
  const explanation =
    explainByAnswer(failed) ?? (error.kind === 'accessDenied' ? mfaSessionDenied(error) : inItsWords(error));
  return explained(failed, place, explanation, suspectKeys(failed));
}

/** The error of a base identity that gave no credentials, for the person. */
export function explainSource(failure: unknown, profile: Profile): AppError {
  const error = toAppError(failure);
  if (isExplained(error)) return error;
  const { source } = profile;
  const failed = { error, profile, index: -1 };
  const facts = { ...suspectKeys(failed), ...(needsSignIn(failed) ? { signIn: true } : {}) };
  // How a sign-in ended says all there is to say.
  const signInFailed = source.type === 'identityCenter' && error.kind === 'identityUnavailable';
  if (signInFailed || error.detail.cure !== undefined) return error.with({ ...facts, profile: profile.name });
  const local = source.type === 'instanceMetadata' || source.type === 'container';
  const missing = error.kind === 'identityUnavailable' || error.kind === 'secretMissing';
  if (missing || error.kind === 'interactionRequired' || (local && error.kind === 'network')) {
    const { message, cure } = kindOf(source).unavailable(source);
    const reason = error.kind === 'identityUnavailable' || error.kind === 'network' ? reasonOf(error, message) : '';
    return new AppError(
      error.kind,
      message,
      { ...error.detail, ...facts, profile: profile.name, cure: cure + reason },
      error,
    );
  }
  const explanation =
    explainByAnswer(failed) ?? (error.kind === 'accessDenied' ? sourceDenied(failed) : inItsWords(error));
  return explained(failed, sourceLabel(source, profile.accounts), explanation, facts);
}

/** Whether a new sign-in at Identity Center is what helps. */
function needsSignIn({ error, profile: { source } }: FailedCall): boolean {
  const kinds: readonly ErrorKind[] = ['interactionRequired', 'identityUnavailable', 'expired', 'credentialsRejected'];
  return source.type === 'identityCenter' && kinds.includes(error.kind);
}

const isExplained = ({ kind, detail }: AppError): boolean =>
  kind === 'cancelled' || detail.hop !== undefined || detail.profile !== undefined;

function explained(
  { error, profile }: FailedCall,
  place: string,
  { cause, cure }: Explanation,
  facts: { readonly hop?: number; readonly hops?: number; readonly secret?: SecretRef; readonly signIn?: boolean },
): AppError {
  const detail = { ...error.detail, ...facts, profile: profile.name, cure };
  return new AppError(error.kind, `${place}: ${cause}.`, detail, error);
}

function inItsWords(error: AppError): Explanation {
  return { cause: words(error), cure: t('The log has the details.') };
}

/** What the provider of the credentials said, unless that is nothing new. */
function reasonOf(error: AppError, message: string): string {
  const reason = words(error);
  return reason === '' || message.includes(reason) ? '' : ` ${t('What went wrong: {0}.', reason)}`;
}

function mfaSessionDenied(error: AppError): Explanation {
  if (/session credentials/i.test(words(error))) {
    return {
      cause: t('the base identity’s credentials are temporary, which make no MFA session'),
      cure: t('Use the access keys of the IAM user, or remove "mfaSerial" from the profile.'),
    };
  }
  return {
    cause: t('AWS denied sts:GetSessionToken ({0})', error.detail.code ?? 'AccessDenied'),
    cure: t('It needs no permission: a policy of the user, its permissions boundary or the organization denies it.'),
  };
}

/** Identity providers' sessions are denied by the trust policy of the role, Identity Center's by the assignment. */
function sourceDenied({ error, profile: { source, accounts } }: FailedCall): Explanation {
  const cause = t('AWS denied the credentials ({0})', error.detail.code ?? 'AccessDenied');
  switch (source.type) {
    case 'identityCenter': {
      const assigned = t(
        'Check that the permission set {0} is assigned to you in account {1}.',
        source.roleName,
        accountLabel(source.accountId, accounts),
      );
      return { cause, cure: assigned };
    }
    case 'webIdentity':
      return {
        cause: t('AWS denied sts:AssumeRoleWithWebIdentity ({0})', error.detail.code ?? 'AccessDenied'),
        cure: t(
          'Check that {0} exists, that its trust policy names the identity provider, and that its conditions on "aud" and "sub" match the token.',
          roleLabel(source.roleArn, accounts),
        ),
      };
    case 'saml':
      return {
        cause: t('AWS denied sts:AssumeRoleWithSAML ({0})', error.detail.code ?? 'AccessDenied'),
        cure: t(
          'Check that {0} exists, that its trust policy names {1}, and that the assertion offers you both.',
          roleLabel(source.roleArn, accounts),
          source.providerArn,
        ),
      };
    default:
      return { cause, cure: t('Check what gives the credentials: {0}.', words(error)) };
  }
}

/** The secret that AWS has rejected, as far as its answer tells, for a way to type it again. */
function suspectSecret(failed: FailedHop): { secret?: SecretRef } {
  const { error, hop, index } = failed;
  if (error.kind === 'accessDenied' && typeof hop.externalId === 'object') {
    return { secret: { type: 'externalId', name: hop.externalId.secret } };
  }
  return index === 0 ? suspectKeys(failed) : {};
}

function suspectKeys({ error, profile: { source } }: FailedCall): { secret?: SecretRef } {
  return error.kind === 'credentialsRejected' && source.type === 'accessKeys'
    ? { secret: { type: 'accessKeys', name: source.name } }
    : {};
}
