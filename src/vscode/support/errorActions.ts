import { t } from '@vscode/l10n';
import type { AppError } from '../../core/support/errors';
import type { CommandId, Commands } from '../ids';

/** A button of an error message: a command and its arguments. */
export interface ErrorAction {
  readonly title: string;
  readonly command: CommandId;
  readonly args: readonly unknown[];
}

/** More buttons hide the message. */
const MAX_ACTIONS = 3;

/** The commands that help with an error, the most useful first; at most three. */
export function errorActions(error: AppError): ErrorAction[] {
  return candidates(error).slice(0, MAX_ACTIONS);
}

function action<C extends CommandId>(title: string, command: C, ...args: Commands[C]): ErrorAction {
  return { title, command, args };
}

function candidates({ kind, detail }: AppError): ErrorAction[] {
  const { profile, hop, hops = 0, signIn } = detail;
  const log = action(t('Show Log'), 'assumeRole.showLog');
  const forProfile = (make: (profile: string) => ErrorAction): ErrorAction[] =>
    profile === undefined ? [] : [make(profile)];
  const edit = forProfile((name) => action(t('Edit Profile'), 'assumeRole.editProfile', name));
  const again = forProfile((name) => action(t('Try Again'), 'assumeRole.assume', name));
  const signInAgain = forProfile((name) => action(t('Sign In…'), 'assumeRole.assume', name));
  const chain =
    hop !== undefined && hops > 1 ? forProfile((name) => action(t('Show Chain'), 'assumeRole.showChain', name)) : [];
  const policies =
    hop === undefined ? [] : forProfile((name) => action(t('Show Policies'), 'assumeRole.generatePolicies', name, hop));
  const secret = secretAction(detail);
  switch (kind) {
    case 'invalidProfile':
      return edit;
    case 'profileNotFound':
      return [action(t('Add Role Profile…'), 'assumeRole.addProfile')];
    case 'credentialsRejected':
    case 'secretMissing':
    case 'identityUnavailable':
    case 'expired':
      if (secret.length > 0) return [...secret, ...chain, log];
      if (signIn === true) return [...signInAgain, ...edit, log];
      return kind === 'expired' ? [...again, ...chain, log] : [...edit, ...chain, log];
    case 'interactionRequired':
      if (detail.destinations) return again;
      // That of the error's own profile: another one may be the active session.
      if (signIn === true) return signInAgain;
      return profile === undefined
        ? [action(t('Renew Session'), 'assumeRole.renew')]
        : [action(t('Renew Session'), 'assumeRole.sessions.renew', profile)];
    case 'accessDenied':
      return [...secret, ...policies, ...chain, ...edit, log];
    case 'mfaRejected':
      return [...again, ...edit, log];
    case 'mfaDeviceRejected':
    case 'durationTooLong':
    case 'policyTooLarge':
    case 'invalidRequest':
    case 'regionDisabled':
      return [...edit, ...chain, log];
    case 'assertionRejected':
    case 'strangeAnswer':
    case 'network':
    case 'throttled':
    case 'serviceFault':
    case 'clockSkew':
      return [...again, ...chain, log];
    default:
      return [log];
  }
}

function secretAction({ secret }: AppError['detail']): ErrorAction[] {
  if (secret?.type === 'accessKeys') return [action(t('Set Access Keys…'), 'assumeRole.setAccessKeys', secret.name)];
  if (secret?.type === 'externalId') return [action(t('Set External ID…'), 'assumeRole.setExternalId', secret.name)];
  if (secret?.type === 'customerKey')
    return [action(t('Set Encryption Key…'), 'assumeRole.setCustomerKey', secret.name)];
  return [];
}
