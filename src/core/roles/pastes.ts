import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { readConfigPaste } from '../configFiles/configPaste';
import { isJsonObject } from '../support/json';
import { parseRoleArn, parseRoleChain } from './arn';
import type { PastedProfile } from './pastedProfile';
import { pathText } from './profileProblem';
import { profileSchema } from './profileSchema';
import { readSwitchRoleLink } from './switchRoleLink';

export type { PastedProfile } from './pastedProfile';

/** What a paste was taken for. */
export type PasteKind = 'roles' | 'switchRoleLink' | 'config' | 'json';

/** What a pasted text says. */
export interface Paste {
  readonly kind: PasteKind;
  /** By the name they suggest, in the order of the text; none when the text lacks something the notes tell. */
  readonly profiles: Readonly<Record<string, PastedProfile>>;
  /** What was left out or is needed besides, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads what people paste: role ARNs (one, or a chain as Amazon Redshift's `IAM_ROLE` takes it), a console link to
 * switch roles, sections of `~/.aws/config` or of AWS Extend Switch Roles, or this extension's own profiles as JSON.
 * Never throws.
 * @returns undefined when the text is none of these
 */
export function readPaste(text: string): Paste | undefined {
  return readRoles(text) ?? readLink(text) ?? readJson(text) ?? readConfig(text);
}

function readRoles(text: string): Paste | undefined {
  const arns = parseRoleChain(text);
  const name = parseRoleArn(arns?.at(-1) ?? '')?.name;
  if (!arns || name === undefined) return undefined;
  const hops = arns.map((roleArn) => ({ roleArn }));
  const profile: PastedProfile = hops.length > 1 ? { chain: hops } : { ...hops[0] };
  return { kind: 'roles', profiles: { [name]: profile }, notes: [] };
}

function readLink(text: string): Paste | undefined {
  const link = readSwitchRoleLink(text);
  if (!link) return undefined;
  const { name, roleArn, problem } = link;
  return roleArn === undefined
    ? { kind: 'switchRoleLink', profiles: {}, notes: problem === undefined ? [] : [problem] }
    : { kind: 'switchRoleLink', profiles: Object.fromEntries([[name, { roleArn }]]), notes: [] };
}

function readConfig(text: string): Paste | undefined {
  const read = readConfigPaste(text);
  return read && { kind: 'config', ...read };
}

/** One profile, profiles by name, or such a part of a settings file, with or without the setting's name. */
function readJson(text: string): Paste | undefined {
  const value = parseJson(text);
  if (!isJsonObject(value)) return undefined;
  const inner = value['assumeRole.profiles'];
  const isOne = 'source' in value || 'roleArn' in value || 'chain' in value;
  const written = isJsonObject(inner) ? inner : isOne ? { [t('profile')]: value } : value;
  const notes: string[] = [];
  const entries = Object.entries(written).flatMap(([name, entry]) => {
    const result = v.safeParse(pastedSchema, entry, { abortPipeEarly: true });
    if (result.success) return [[name, result.output] as const];
    const [issue] = result.issues;
    const field = pathText((issue.path ?? []).map(({ key }) => key as string | number));
    notes.push(t('The profile "{0}" cannot be used: {1}.', name, `${field} ${issue.message}`.trim()));
    return [];
  });
  if (entries.length === 0 && notes.length === 0) return undefined;
  return { kind: 'json', profiles: Object.fromEntries(entries), notes };
}

const pastedSchema = v.strictObject({ ...profileSchema.entries, source: v.optional(profileSchema.entries.source) });

/** JSON, also without the braces around and with the comma behind, as copied out of a larger text. */
function parseJson(text: string): unknown {
  const bare = text.trim().replace(/,$/, '');
  for (const candidate of [bare, `{${bare}}`]) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The next form, or another kind of paste.
    }
  }
  return undefined;
}
