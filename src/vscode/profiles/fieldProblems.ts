import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { profileSchema } from '../../core/roles/profileSchema';
import type { SourceType } from './draft';

/** A field of profiles or hops that is asked for by itself. */
export type ProfileField = keyof typeof profileSchema.entries;

/**
 * Why a value cannot stand in a field of a profile or hop, a sentence; undefined when it can. The rules are those that
 * the settings are checked with.
 * @param title the field as people know it, such as `Session name`
 */
export function fieldProblem(field: ProfileField, title: string, value: unknown): string | undefined {
  return firstIssue(profileSchema.entries[field], title, value);
}

/** Why a value cannot stand in a field of a source, as {@link fieldProblem}. */
export function sourceFieldProblem(type: SourceType, field: string, title: string, value: unknown): string | undefined {
  const shape = profileSchema.entries.source.options.find(({ entries }) => entries.type.literal === type);
  const schema = (shape?.entries as Record<string, v.GenericSchema> | undefined)?.[field];
  return schema && firstIssue(schema, title, value);
}

function firstIssue(schema: v.GenericSchema, title: string, value: unknown): string | undefined {
  const result = v.safeParse(schema, value, { abortPipeEarly: true });
  const [issue] = result.issues ?? [];
  return issue && t('{0} {1}.', title, issue.message);
}
