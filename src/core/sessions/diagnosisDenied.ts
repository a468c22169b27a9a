import { t } from '@vscode/l10n';
import { accountLabel } from '../roles/accounts/accountBook';
import { parseRoleArn, roleLabel } from '../roles/arn';
import type { Hop } from '../roles/profile';
import { words, type Explanation, type FailedHop } from './diagnosisTexts';

/** What AWS's words tell about a denial (IAM User Guide, "Troubleshoot access denied error messages"). */
interface Denial {
  /** Such as `sts:TagSession`; `sts:AssumeRole` when the words name none. */
  readonly action: string;
  readonly resource: string | undefined;
  /** Kind of the policy that decided, in AWS's words, such as `service control policy`. */
  readonly policy: string | undefined;
  /** Whether a policy denies; else none allows. */
  readonly explicit: boolean;
  /** Whether AWS has sent the reason encoded. */
  readonly encoded: boolean;
  readonly root: boolean;
  /** ARN of who called, as AWS knows it. */
  readonly caller: string | undefined;
}

const POLICY =
  /(identity-based policy|resource-based policy|session policy|permissions boundary|service control policy|resource control policy|VPC endpoint policy)/i;

/** Reads AWS's words. */
function readDenial(message: string): Denial {
  return {
    action: /not authorized to perform:? ([\w-]+:\w+)/i.exec(message)?.[1] ?? 'sts:AssumeRole',
    resource: /on resource:? "?([^\s"]+)/i.exec(message)?.[1],
    policy: POLICY.exec(message)?.[1]?.toLowerCase().replace('vpc', 'VPC'),
    explicit: /explicit deny/i.test(message),
    encoded: /encoded authorization failure/i.test(message),
    root: /root accounts?/i.test(message),
    caller: /^User: (arn:\S+)/i.exec(message)?.[1],
  };
}

/** Why AWS denied a hop. Without more words of AWS the likely causes follow from what the hop gives. */
export function explainDenial(failed: FailedHop): Explanation {
  const denial = readDenial(words(failed.error));
  if (denial.root) {
    return {
      cause: t('the base identity is the root user of its account, which cannot assume roles'),
      cure: t('Use the access keys of an IAM user, or sign in with IAM Identity Center.'),
    };
  }
  const { cause, cure } =
    denial.policy === undefined && !denial.explicit ? unexplained(failed, denial) : decidedBy(failed, denial);
  const encoded = t(
    'AWS has told more in an encoded message; those who may call sts:DecodeAuthorizationMessage can read it.',
  );
  return { cause, cure: denial.encoded ? `${cure} ${encoded}` : cure };
}

/** AWS says which kind of policy decided. */
function decidedBy(failed: FailedHop, { action, policy, explicit }: Denial): Explanation {
  const { hop, index, profile } = failed;
  const role = roleLabel(hop.roleArn, profile.accounts);
  const caller = callerLabel(failed);
  if (explicit) {
    return {
      cause: t('AWS denied {0}: there is an explicit deny in {1}', action, policy ?? t('a policy')),
      cure: t('An Allow elsewhere cannot help; find the statement with "Effect": "Deny" that covers {0}.', hop.roleArn),
    };
  }
  const cause = t('AWS denied {0}: no {1} allows it', action, policy ?? '');
  switch (policy) {
    case 'resource-based policy':
      return {
        cause,
        cure: t(
          'The trust policy of {0} must allow {1} to {2}. {3}',
          role,
          action,
          caller,
          checkThat(conditions(failed)),
        ),
      };
    case 'identity-based policy':
      return { cause, cure: t('Allow {0} on {1} in a policy of {2}.', action, hop.roleArn, caller) };
    case 'session policy':
      return {
        cause,
        cure:
          index > 0
            ? t('Allow {0} on {1} in the session policies of hop {2}, too.', action, hop.roleArn, index)
            : t('The session policies that the base identity’s session was made with must allow it, too.'),
      };
    default:
      return {
        cause,
        cure: t('Ask the administrators of the account or the organization to allow {0} on {1}.', action, hop.roleArn),
      };
  }
}

/** AWS says the action at most. */
function unexplained(failed: FailedHop, { action, caller }: Denial): Explanation {
  const { hop, error, profile } = failed;
  const cause = t('AWS denied {0} ({1})', action, error.detail.code ?? 'AccessDenied');
  const both = t(
    'Both the trust policy of {0} and a policy of {1} must allow {2}.',
    roleLabel(hop.roleArn, profile.accounts),
    callerLabel(failed),
    action,
  );
  if (action === 'sts:TagSession') {
    const origin = hop.tags
      ? t('This hop passes session tags.')
      : t('The session of the caller passes session tags on (transitive tags).');
    return { cause, cure: `${origin} ${both}` };
  }
  if (action === 'sts:SetSourceIdentity') {
    const origin =
      hop.sourceIdentity === undefined
        ? t('The source identity of an earlier hop is passed on.')
        : t('This hop sets a source identity, which cannot differ from that of an earlier session.');
    return { cause, cure: `${origin} ${both}` };
  }
  return { cause, cure: checkThat(likely(failed, caller)) };
}

/** The likely causes, first what the hop's own values can have wrong. */
function likely(failed: FailedHop, arn: string | undefined): string[] {
  const { hop, index, profile } = failed;
  const account = accountLabel(parseRoleArn(hop.roleArn)?.accountId ?? '', profile.accounts);
  const caller = callerLabel(failed);
  // Which user the base identity is stands in no profile; of a session AWS tells a longer name of the role only.
  const who = index === 0 && arn !== undefined ? `${caller} (${arn})` : caller;
  const before = profile.chain[index - 1];
  return [
    ...(hop.externalId === undefined ? [] : conditions(failed)),
    t('the role exists in account {0} and its trust policy names {1}', account, who),
    ...(hop.externalId === undefined ? conditions(failed) : []),
    t('a policy of {0} allows sts:AssumeRole on {1}', caller, hop.roleArn),
    ...(limited(before) ? [t('the session policies of hop {0} allow that, too', index)] : []),
  ];
}

/** What the trust policy may demand. */
function conditions({ hop, index, profile }: FailedHop): string[] {
  const tagKeys = Object.keys(hop.tags ?? {});
  return [
    hop.externalId === undefined
      ? t('the trust policy asks for no external ID (this hop gives none)')
      : t('the external ID is the one the trust policy asks for'),
    ...(index === 0 && hop.mfaSerial === undefined && profile.mfaSession === undefined
      ? [t('the trust policy asks for no MFA (this hop gives no "mfaSerial")')]
      : []),
    ...(tagKeys.length > 0
      ? [t('the trust policy accepts the values of the session tags {0}', tagKeys.join(', '))]
      : []),
    ...(hop.sourceIdentity === undefined
      ? []
      : [t('the trust policy accepts the source identity {0}', hop.sourceIdentity)]),
  ];
}

const checkThat = (checks: readonly string[]): string => t('Check that {0}.', checks.join('; '));

const limited = (hop: Hop | undefined): boolean => hop?.policy !== undefined || hop?.policyArns !== undefined;

/** Who called, for people. */
function callerLabel({ profile, index }: FailedHop): string {
  const before = profile.chain[index - 1];
  return before ? roleLabel(before.roleArn, profile.accounts) : t('the base identity');
}
