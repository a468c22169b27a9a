import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { CHAINED_DURATION_MAX, DURATION, EXTERNAL_ID, MFA_SERIAL, REGION, ROLE_ARN, SESSION_NAME } from './limits';

const name = v.pipe(
  v.string(() => t('must be text')),
  v.nonEmpty(() => t('must not be empty')),
);

const roleArn = v.pipe(
  v.string(() => t('must be text')),
  v.maxLength(ROLE_ARN.maxLength, () => t('must have at most {0} characters', ROLE_ARN.maxLength)),
  v.regex(ROLE_ARN.pattern, () => t('must be a role ARN such as arn:aws:iam::123456789012:role/Analyst')),
);

const limitedText = (limit: { pattern: RegExp; minLength: number; maxLength: number }) =>
  v.pipe(
    v.string(() => t('must be text')),
    v.minLength(limit.minLength, () => t('must have at least {0} characters', limit.minLength)),
    v.maxLength(limit.maxLength, () => t('must have at most {0} characters', limit.maxLength)),
    v.regex(limit.pattern, () => t('has characters AWS does not allow (allowed: {0})', limit.pattern.source)),
  );

const externalId = v.union(
  [limitedText(EXTERNAL_ID), v.strictObject({ secret: name })],
  (issue) =>
    issue.issues?.find((inner) => inner.type !== 'string' && inner.type !== 'strict_object')?.message ??
    t('must be text, or { "secret": "name" } for one kept in SecretStorage'),
);

const duration = v.pipe(
  v.number(() => t('must be a number of seconds')),
  v.integer(() => t('must be a whole number of seconds')),
  v.minValue(DURATION.min, () => t('must be at least {0} seconds', DURATION.min)),
  v.maxValue(DURATION.max, () => t('must be at most {0} seconds', DURATION.max)),
);

/** Fields of one hop, in a chain or directly on the profile. */
const hopFields = {
  sessionName: v.optional(limitedText(SESSION_NAME)),
  externalId: v.optional(externalId),
  durationSeconds: v.optional(duration),
  mfaSerial: v.optional(limitedText(MFA_SERIAL)),
};

const hop = v.strictObject({ roleArn, ...hopFields });

const source = v.variant(
  'type',
  [
    v.strictObject({ type: v.literal('accessKeys'), name }),
    v.strictObject({ type: v.literal('sharedConfig'), profile: name }),
    v.strictObject({ type: v.literal('environment') }),
    v.strictObject({ type: v.literal('profile'), name }),
  ],
  (issue) =>
    issue.expected !== 'Object'
      ? t('type must be one of {0}', 'accessKeys, sharedConfig, environment, profile')
      : t('must be an object such as { "type": "sharedConfig", "profile": "default" }'),
);

const url = v.pipe(
  v.string(() => t('must be text')),
  v.url(() => t('must be a URL such as http://localhost:9000')),
  v.regex(/^https?:\/\/[^\s/]/i, () => t('must start with http:// or https://')),
);

/** One value of the setting `assumeRole.profiles`, as written. */
export const profileSchema = v.strictObject({
  description: v.optional(v.string(() => t('must be text'))),
  source,
  roleArn: v.optional(roleArn),
  ...hopFields,
  chain: v.optional(v.array(hop, () => t('must be a list of hops'))),
  region: v.optional(
    v.pipe(
      v.string(() => t('must be text')),
      v.regex(REGION, () => t('must be a region such as eu-west-1')),
    ),
  ),
  endpoints: v.optional(v.strictObject({ sts: v.optional(url), s3: v.optional(url) })),
  s3: v.optional(v.strictObject({ pathStyle: v.optional(v.boolean(() => t('must be true or false'))) })),
});

/** A profile as written in the settings, shape checked, references not yet followed. */
export type WrittenProfile = v.InferOutput<typeof profileSchema>;

/** Fields that may stand directly on a profile with one hop. */
export const SINGLE_HOP_FIELDS = ['roleArn', ...Object.keys(hopFields)] as const;

/** Why a chained hop's duration is cut, for messages. */
export function chainedDurationReason(): string {
  return t(
    'a role assumed with temporary credentials (role chaining) lasts at most {0} seconds; one hour is asked for',
    CHAINED_DURATION_MAX,
  );
}
