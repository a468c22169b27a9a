import { t } from '@vscode/l10n';
import { AppError } from '../support/errors';

/** The error, of kind `expired`, for what needs the session of a profile that has none. */
export function notAssumed(profile: string): AppError {
  return new AppError('expired', t('The role of profile "{0}" is not assumed.', profile), {
    profile,
    cure: t('Run "AWS: Assume Role".'),
  });
}

/** The error, of kind `interactionRequired`, for what needs the active session while there is none. */
export function nothingAssumed(): AppError {
  return new AppError('interactionRequired', t('No role is assumed.'), { cure: t('Run "AWS: Assume Role".') });
}

/** The error, of kind `expired`, for what was begun with the session of somebody else than it is now. */
export function somebodyElse(profile: string, arn: string): AppError {
  return new AppError('expired', t('The session of "{0}" is that of {1} now. Nothing more was done.', profile, arn), {
    profile,
    cure: t('Try again to go on as that.'),
  });
}
