import { t } from '@vscode/l10n';
import { parseRoleArn, roleLabel } from '../roles/arn';
import type { Hop, Profile } from '../roles/profile';
import { AppError, toAppError, type ErrorKind, type SecretRef } from '../support/errors';

/** What the explanation of a failed hop is made from. */
interface HopContext {
  readonly error: AppError;
  readonly profile: Profile;
  readonly hop: Hop;
  readonly index: number;
}

interface Explanation {
  /** What happened, without a full stop. */
  readonly cause: string;
  /** What to do, whole sentences. */
  readonly cure: string;
}

/**
 * The error of a failed hop for the person: which hop, what AWS answered, the likely cause and the cure.
 * Errors that name their own place (cancelled, already explained) pass unchanged.
 */
export function explainHop(failure: unknown, profile: Profile, index: number): AppError {
  const error = toAppError(failure);
  const hop = profile.chain[index];
  if (error.kind === 'cancelled' || error.detail.hop !== undefined || error.detail.profile !== undefined || !hop)
    return error;
  const { cause, cure } = explain({ error, profile, hop, index });
  const place =
    profile.chain.length === 1
      ? roleLabel(hop.roleArn)
      : t('Hop {0} of {1}, {2}', index + 1, profile.chain.length, roleLabel(hop.roleArn));
  const detail = { ...error.detail, profile: profile.name, hop: index, cure };
  const secret = suspectSecret({ error, profile, hop, index });
  return new AppError(error.kind, `${place}: ${cause}.`, secret ? { ...detail, secret } : detail, error);
}

/** The secret that AWS has rejected, as far as its answer tells, for a way to type it again. */
function suspectSecret({ error, profile: { source }, hop, index }: HopContext): SecretRef | undefined {
  if (error.kind === 'credentialsRejected' && index === 0 && source.type === 'accessKeys')
    return { type: 'accessKeys', name: source.name };
  if (error.kind === 'accessDenied' && typeof hop.externalId === 'object')
    return { type: 'externalId', name: hop.externalId.secret };
  return undefined;
}

/** The error of a base identity that gave no credentials, for the person. */
export function explainSource(failure: unknown, profile: Profile): AppError {
  const error = toAppError(failure);
  if (error.kind === 'cancelled' || error.detail.profile !== undefined) return error;
  const { source } = profile;
  const network = networkExplanation(error);
  const message =
    source.type === 'accessKeys'
      ? t('No access keys are stored under "{0}".', source.name)
      : source.type === 'sharedConfig'
        ? t('The shared config profile "{0}" gives no credentials.', source.profile)
        : t('The environment has no AWS credentials.');
  const cure =
    source.type === 'accessKeys'
      ? t('Run "AWS: Set Access Keys…" to store them.')
      : source.type === 'sharedConfig'
        ? t('Check the profile in ~/.aws/config and ~/.aws/credentials: {0}', error.message)
        : t('Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY where VS Code is started.');
  const text = network ? { message: `${network.cause}.`, cure: network.cure } : { message, cure };
  return new AppError(error.kind, text.message, { ...error.detail, profile: profile.name, cure: text.cure }, error);
}

function explain(context: HopContext): Explanation {
  const explained = EXPLANATIONS[context.error.kind]?.(context);
  return (
    explained ??
    networkExplanation(context.error) ?? { cause: trimStop(context.error.message), cure: t('The log has the details.') }
  );
}

/** One entry per kind STS answers with (aws-rules: STS answers to tell apart). */
const EXPLANATIONS: Partial<Record<ErrorKind, (context: HopContext) => Explanation>> = {
  accessDenied: denied,
  mfaRejected: () => ({
    cause: t('the MFA code was wrong or already used'),
    cure: t('Wait for the next code of the device and type that.'),
  }),
  durationTooLong: ({ hop, error }) => ({
    cause: t(
      'AWS refused a duration of {0} seconds ({1})',
      hop.durationSeconds ?? 3600,
      trimStop(error.detail.awsMessage ?? error.message),
    ),
    cure: t('Lower "durationSeconds" of this hop, or raise the maximum session duration of the role in IAM.'),
  }),
  credentialsRejected: ({ profile, index, error }) => ({
    cause:
      index > 0
        ? t('AWS rejected the session of the hop before ({0})', error.detail.code ?? '')
        : error.detail.code === 'SignatureDoesNotMatch'
          ? t('AWS rejected the secret access key of the base identity (SignatureDoesNotMatch)')
          : t('AWS does not know the access key of the base identity ({0})', error.detail.code ?? ''),
    cure:
      profile.source.type === 'accessKeys'
        ? t('Check whether the key was deactivated or deleted, and store the right keys with "AWS: Set Access Keys…".')
        : t('Correct the credentials of the base identity.'),
  }),
  expired: ({ index }) => ({
    cause:
      index > 0
        ? t('the session of the hop before has expired')
        : t('the credentials of the base identity have expired'),
    cure:
      index > 0
        ? t('Assume the role again.')
        : t('Sign in again where these credentials come from, then assume the role again.'),
  }),
  secretMissing: ({ error }) => ({
    cause: t('no external ID is stored under "{0}"', error.detail.secret?.name ?? ''),
    cure: t('Run "AWS: Assume Role" again; it asks for it.'),
  }),
  interactionRequired: () => ({
    cause: t('an MFA code is needed to renew the session'),
    cure: t('Run "AWS: Renew Session".'),
  }),
  clockSkew: () => ({
    cause: t('this computer’s clock is more than 5 minutes off'),
    cure: t('Set the clock (date, time and time zone), then try again.'),
  }),
  regionDisabled: ({ profile }) => ({
    cause: t('STS is not active in the region {0} for this account', profile.region),
    cure: t('Choose another "region" in the profile, or activate STS there in the account settings of IAM.'),
  }),
  throttled: () => ({ cause: t('AWS asks to slow down'), cure: t('Wait a minute and try again.') }),
  serviceFault: () => ({ cause: t('AWS STS failed on its side'), cure: t('Try again in a minute.') }),
  invalidRequest: ({ error }) => ({
    cause: t('AWS rejected the request: {0}', trimStop(error.detail.awsMessage ?? error.message)),
    cure: t('Correct the profile in the settings.'),
  }),
};

/** STS answers every refusal with the same words; the likely causes follow from what the hop gives. */
function denied({ hop, index, profile, error }: HopContext): Explanation {
  const account = parseRoleArn(hop.roleArn)?.accountId ?? '';
  const before = profile.chain[index - 1];
  const caller = before ? roleLabel(before.roleArn) : t('the base identity');
  const checks = [
    t('the role exists in account {0} and its trust policy names {1}', account, caller),
    hop.externalId === undefined
      ? t('the trust policy asks for no external ID (this hop gives none)')
      : t('the external ID is the one the trust policy asks for'),
    ...(index === 0 && hop.mfaSerial === undefined
      ? [t('the trust policy asks for no MFA (this hop gives no "mfaSerial")')]
      : []),
    t('a policy of {0} allows sts:AssumeRole on {1}', caller, hop.roleArn),
  ];
  return {
    cause: t('AWS denied sts:AssumeRole ({0})', error.detail.code ?? 'AccessDenied'),
    cure: t('Check that {0}.', checks.join('; ')),
  };
}

function networkExplanation(error: AppError): Explanation | undefined {
  if (error.kind !== 'network') return undefined;
  return {
    cause: t('no answer from {0} ({1})', error.detail.host ?? 'AWS', error.detail.code ?? trimStop(error.message)),
    cure: t('Check the network, the VPN and proxy settings, and the "endpoints" of the profile.'),
  };
}

function trimStop(text: string): string {
  return text.replace(/[.\s]+$/, '');
}
