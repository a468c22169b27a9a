import { t } from '@vscode/l10n';

/** Something wrong with a profile. An `error` makes the profile unusable; the others go on working. */
export interface ProfileProblem {
  readonly severity: 'error' | 'warning';
  /** Whether the profile by itself breaks the format, which the setting's JSON schema tells at the field too. */
  readonly format: boolean;
  /** Undefined when the whole setting is wrong. */
  readonly profile?: string;
  /** The profile's name in its settings. */
  readonly writtenName?: string;
  readonly scope: string;
  /** Path of the field below the profile, such as `['chain', 1, 'roleArn']`. */
  readonly path: readonly (string | number)[];
  /** Names profile, hop and field. */
  readonly message: string;
}

/** The profile that a problem is about. */
export interface ProblemPlace {
  readonly scope: string;
  /** The name it is known by. */
  readonly name: string;
  readonly writtenName: string;
}

/**
 * A problem whose message says where it is.
 * @param text half a sentence, such as `must be text`
 */
export function problem(
  severity: ProfileProblem['severity'],
  { scope, name, writtenName }: ProblemPlace,
  path: readonly (string | number)[],
  text: string,
  format = false,
): ProfileProblem {
  return { severity, format, scope, profile: name, writtenName, path, message: `${placeText(name, path)} ${text}.` };
}

/** `Profile "lake", hop 2, roleArn:` — people count hops from one. */
export function placeText(profile: string, path: readonly (string | number)[]): string {
  const inChain = path[0] === 'chain' && typeof path[1] === 'number';
  const field = pathText(inChain ? path.slice(2) : path);
  const hop = inChain && typeof path[1] === 'number' ? t(', hop {0}', path[1] + 1) : '';
  return t('Profile "{0}"{1}', profile, hop) + (field === '' ? ':' : `, ${field}:`);
}

/** `chain[1].roleArn` */
export function pathText(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
}
