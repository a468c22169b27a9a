import { t } from '@vscode/l10n';
import { roleLabel } from '../roles/arn';
import { sourceLabel } from '../roles/baseIdentity';
import type { Profile } from '../roles/profile';
import { causeAt } from './chainPictureFailure';
import type { ChainStep } from './session';

/**
 * What a test of the chain found, as lines of text: one per place, with the failing one's diagnosis below it.
 * @param formatTime local time of day, and date when it is not today
 */
export function chainReport(
  profile: Profile,
  steps: readonly ChainStep[],
  formatTime: (time: number) => string,
): string[] {
  const places = steps.flatMap((step) => {
    const hop = profile.chain[step.hop];
    const name = hop
      ? t('Role {0} of {1}, {2}', step.hop + 1, profile.chain.length, roleLabel(hop.roleArn, profile.accounts))
      : t('Base identity {0}', sourceLabel(profile.source, profile.accounts));
    return [`${name}: ${outcome(profile, step, formatTime)}`, ...diagnosis(step).map((line) => `  ${line}`)];
  });
  return [t('Tested the chain of profile "{0}":', profile.name), ...places];
}

function outcome(profile: Profile, step: ChainStep, formatTime: (time: number) => string): string {
  const { identity, expiration, error } = step;
  switch (step.state) {
    case 'ok':
      return [
        t('works'),
        identity?.arn,
        expiration === undefined ? undefined : t('expires {0}', formatTime(expiration)),
      ]
        .filter((part) => part !== undefined)
        .join(', ');
    case 'failed':
      return error === undefined ? t('failed') : t('failed. {0}', causeAt(profile, step.hop, error));
    default:
      return t('not tried');
  }
}

function diagnosis({ error }: ChainStep): string[] {
  if (!error) return [];
  const { cure, awsMessage, code, requestId } = error.detail;
  const facts = Object.entries({ code, requestId, aws: awsMessage })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${String(value)}`);
  return [...(cure === undefined ? [] : [cure]), ...(facts.length === 0 ? [] : [facts.join(' ')])];
}
