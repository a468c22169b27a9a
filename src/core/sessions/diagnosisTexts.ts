import { t } from '@vscode/l10n';
import { parseRoleArn } from '../roles/arn';
import { kindOf } from '../roles/baseIdentity';
import { CHAINED_DURATION_MAX, DURATION } from '../roles/limits';
import type { Hop, Profile } from '../roles/profile';
import type { AppError, ErrorKind } from '../support/errors';

/** Why something failed and what helps. */
export interface Explanation {
  /** What happened, without a full stop. */
  readonly cause: string;
  /** What to do, whole sentences. */
  readonly cure: string;
}

/** A call that failed. */
export interface FailedCall {
  readonly error: AppError;
  readonly profile: Profile;
  /** Undefined for the base identity and its MFA session. */
  readonly hop?: Hop | undefined;
  /** Zero-based; 0 for the MFA session, -1 for the base identity. */
  readonly index: number;
}

/** An `sts:AssumeRole` that failed. */
export type FailedHop = FailedCall & { readonly hop: Hop };

/** AWS's words, without the full stop. */
export function words({ detail, message }: AppError): string {
  return (detail.awsMessage ?? message).replace(/[.\s]+$/, '');
}

/** What a failed call is explained with, whoever called; undefined where only the call's own rules tell. */
export function explainByAnswer(failed: FailedCall): Explanation | undefined {
  // The SDK names some errors after the shape of its model instead of AWS's code.
  const code = failed.error.detail.code?.replace(/Exception$/, '') ?? '';
  return BY_CODE[code]?.(failed) ?? BY_KIND[failed.error.kind]?.(failed);
}

type Explain = (failed: FailedCall) => Explanation;

/** Answers that the code tells apart within a kind (STS API, "Common Errors" and the errors of each operation). */
const BY_CODE: Readonly<Record<string, Explain>> = {
  MalformedPolicyDocument: ({ error }) => ({
    cause: t('AWS cannot read the session policy ({0})', words(error)),
    cure: t('Correct "policy" of this hop.'),
  }),
  OptInRequired: ({ profile }) => ({
    cause: t('the account has no access to AWS STS in the region {0}', profile.region),
    cure: t('Choose another "region" in the profile, or enable the region for the account.'),
  }),
  IDPRejectedClaim: ({ error }) => ({
    cause: t('the identity provider rejected the token ({0})', words(error)),
    cure: t('Sign in there again: the token may have expired or been revoked.'),
  }),
  IDPCommunicationError: () => ({
    cause: t('AWS cannot reach the identity provider to check the token'),
    cure: t('Try again in a minute; if it lasts, see whether the provider’s address is reachable from the internet.'),
  }),
};

/** Answers by meaning. */
const BY_KIND: Partial<Record<ErrorKind, Explain>> = {
  mfaRejected: () => ({
    cause: t('the MFA code was wrong or already used'),
    cure: t('Wait for the next code of the device and type that.'),
  }),
  mfaDeviceRejected: ({ hop, profile }) => ({
    cause: t('{0} is not an MFA device of the user whose keys are used', hop?.mfaSerial ?? profile.mfaSession ?? ''),
    cure: t('Check "mfaSerial" against the security credentials of the user in IAM.'),
  }),
  durationTooLong: ({ hop, error, profile }) => {
    const seconds = hop?.durationSeconds ?? DURATION.default;
    if (/chaining/i.test(words(error))) {
      return {
        cause: t(
          'AWS refused a duration of {0} seconds: with temporary credentials a role lasts at most an hour',
          seconds,
        ),
        cure:
          profile.mfaSession === undefined
            ? t('Lower "durationSeconds" to {0}.', CHAINED_DURATION_MAX)
            : t(
                'Lower "durationSeconds" to {0}, or give the MFA code to the role itself ("mfaMethod": "assumeRole").',
                CHAINED_DURATION_MAX,
              ),
      };
    }
    return {
      cause: t('AWS refused a duration of {0} seconds ({1})', seconds, words(error)),
      cure: t('Lower "durationSeconds" of this hop, or raise the maximum session duration of the role in IAM.'),
    };
  },
  policyTooLarge: ({ error }) => {
    const percent = /(\d+) ?%/.exec(words(error))?.[1];
    return {
      cause:
        percent === undefined
          ? t('the session policies and tags are too large')
          : t('the session policies and tags take {0} % of the space AWS has for them', percent),
      cure: t(
        'Shorten "policy", or use fewer "policyArns" and "tags" in this hop. Tags passed on by earlier hops count, too.',
      ),
    };
  },
  assertionRejected: ({ error, profile }) => ({
    cause: t('AWS does not take the token of the identity provider ({0})', words(error)),
    cure:
      profile.source.type === 'saml'
        ? t(
            'Check that "providerArn" names the provider in IAM, and that its metadata there is that of your identity provider.',
          )
        : t('Check that IAM has an identity provider for the issuer of the token, with its audience.'),
  }),
  credentialsRejected: rejected,
  expired: ({ index, profile }) => {
    if (index > 0) return { cause: t('the session of the hop before has expired'), cure: t('Assume the role again.') };
    if (profile.source.type === 'saml') {
      return {
        cause: t('the SAML assertion has expired; it is good for 5 minutes'),
        cure: t(
          'Sign in at your identity provider again. If it is new, check this computer’s and the provider’s clock.',
        ),
      };
    }
    if (index < 0 && profile.source.type === 'webIdentity') {
      return {
        cause: t('the web identity token has expired'),
        cure: t('Have the file "{0}" written anew.', profile.source.tokenFile),
      };
    }
    return {
      cause: t('the credentials of the base identity have expired'),
      cure: t('Sign in again where these credentials come from, then assume the role again.'),
    };
  },
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
    cause: t('AWS rejected the request: {0}', words(error)),
    cure: t('Correct the profile in the settings.'),
  }),
  network: noAnswer,
  strangeAnswer: ({ error }) => ({
    cause: t('what {0} answered is not from AWS', error.detail.host ?? 'AWS'),
    cure: t('Open a browser and see whether a proxy or the network asks you to sign in, then try again.'),
  }),
};

function rejected({ error, profile, index }: FailedCall): Explanation {
  const { code = '' } = error.detail;
  if (index > 0) {
    return {
      cause: t('AWS rejected the session of the hop before ({0})', code),
      cure: profile.globalSts
        ? t(
            'Sessions of the global STS endpoint are not valid in regions that are off by default: use the regional one.',
          )
        : t('Assume the role again.'),
    };
  }
  const partition = parseRoleArn(profile.chain[0]?.roleArn ?? '')?.partition ?? 'aws';
  const place = partition === 'aws' ? '' : ` ${t('They must belong to an account of the partition {0}.', partition)}`;
  const cure =
    profile.source.type === 'accessKeys'
      ? t('Check whether the key was deactivated or deleted, and store the right keys with "AWS: Set Access Keys…".')
      : kindOf(profile.source).temporary === true
        ? t('Sign in again where these credentials come from, then assume the role again.')
        : t('Correct the credentials of the base identity.');
  return {
    cause:
      code === 'SignatureDoesNotMatch'
        ? t('AWS rejected the secret access key of the base identity (SignatureDoesNotMatch)')
        : t('AWS does not know the access key of the base identity ({0})', code),
    cure: cure + place,
  };
}

/** OpenSSL's codes for certificates that nobody here trusts: a proxy of the company that looks into TLS. */
const UNTRUSTED = /^(SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_(UNTRUSTED|SIGNATURE))/;

function noAnswer({ error }: FailedCall): Explanation {
  const host = error.detail.host ?? 'AWS';
  const code = error.detail.code ?? words(error);
  if (UNTRUSTED.test(code)) {
    return {
      cause: t('the certificate of {0} is not trusted here ({1})', host, code),
      cure: t(
        'Give the certificate of your company’s proxy to VS Code: "http.systemCertificates", NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE.',
      ),
    };
  }
  return {
    cause: t('no answer from {0} ({1})', host, code),
    cure: t('Check the network, the VPN and proxy settings, and the "endpoints" of the profile.'),
  };
}
