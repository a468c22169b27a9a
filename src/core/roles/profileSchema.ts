import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { locationProblem, parseLocation, readArn, readUri } from '../s3/location';
import { secretVariable } from './environmentNames';
import {
  ACCOUNT_ID,
  DURATION,
  EXTERNAL_ID,
  MFA_SERIAL,
  POLICY_ARNS,
  REGION,
  ROLE_ARN,
  SAML_PROVIDER_ARN,
  SESSION_NAME,
  SESSION_POLICY,
  SOURCE_IDENTITY,
  TAGS,
  type TextLimit,
} from './limits';

const text = v.string(() => t('must be text'));

const name = v.pipe(
  text,
  v.nonEmpty(() => t('must not be empty')),
);

const flag = v.boolean(() => t('must be true or false'));

const roleArn = v.pipe(
  text,
  v.maxLength(ROLE_ARN.maxLength, () => t('must have at most {0} characters', ROLE_ARN.maxLength)),
  v.regex(ROLE_ARN.pattern, () => t('must be a role ARN such as arn:aws:iam::123456789012:role/Analyst')),
);

/** Why `value` breaks `limit`, half a sentence; undefined when it keeps it. */
export function limitProblem(value: string, limit: TextLimit): string | undefined {
  if (value.length < limit.minLength) return t('must have at least {0} characters', limit.minLength);
  if (value.length > limit.maxLength) return t('must have at most {0} characters', limit.maxLength);
  return limit.pattern.test(value)
    ? undefined
    : t('has characters AWS does not allow (allowed: {0})', limit.pattern.source);
}

const limitedText = (limit: TextLimit) =>
  v.pipe(
    text,
    v.check(
      (value) => limitProblem(value, limit) === undefined,
      (issue) => limitProblem(issue.input, limit) ?? '',
    ),
  );

function secretVariableProblem(value: string): string {
  const variable = `\${env:${secretVariable(value) ?? ''}}`;
  return t('must not hold {0}: it goes to AWS with the call, and by its name it is a secret', variable);
}

/** Text that goes with a call; its limits are checked when its variables are filled in, where it has any. */
const variableText = (limit: TextLimit) =>
  v.pipe(
    text,
    v.check(
      (value) => secretVariable(value) === undefined,
      (issue) => secretVariableProblem(issue.input),
    ),
    v.check(
      (value) => value.includes('${') || limitProblem(value, limit) === undefined,
      (issue) => limitProblem(issue.input, limit) ?? '',
    ),
  );

const externalId = v.union(
  [variableText(EXTERNAL_ID), v.strictObject({ secret: name })],
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

const tags = v.pipe(
  v.record(limitedText(TAGS.key), variableText(TAGS.value), () => t('must be an object of tag keys and values')),
  v.check(
    (value) => Object.keys(value).length <= TAGS.max,
    () => t('must have at most {0} tags', TAGS.max),
  ),
);

const policy = v.pipe(
  v.record(v.string(), v.unknown(), () => t('must be a policy document: an object with "Version" and "Statement"')),
  v.check(
    (value) => JSON.stringify(value).length <= SESSION_POLICY.maxLength,
    () => t('must have at most {0} characters without blanks', SESSION_POLICY.maxLength),
  ),
);

const policyArns = v.pipe(
  v.array(
    v.pipe(
      text,
      v.maxLength(POLICY_ARNS.maxLength, () => t('must have at most {0} characters', POLICY_ARNS.maxLength)),
      v.regex(POLICY_ARNS.pattern, () => t('must be a policy ARN such as arn:aws:iam::aws:policy/ReadOnlyAccess')),
    ),
    () => t('must be a list of policy ARNs'),
  ),
  v.maxLength(POLICY_ARNS.max, () => t('must have at most {0} policy ARNs', POLICY_ARNS.max)),
);

/** Fields of one hop, in a chain or directly on the profile. */
const hopFields = {
  sessionName: v.optional(variableText(SESSION_NAME)),
  externalId: v.optional(externalId),
  durationSeconds: v.optional(duration),
  mfaSerial: v.optional(variableText(MFA_SERIAL)),
  tags: v.optional(tags),
  transitiveTagKeys: v.optional(v.array(text, () => t('must be a list of tag keys'))),
  sourceIdentity: v.optional(variableText(SOURCE_IDENTITY)),
  policy: v.optional(policy),
  policyArns: v.optional(policyArns),
};

const hop = v.strictObject({ roleArn, ...hopFields });

const url = v.pipe(
  text,
  v.url(() => t('must be a URL such as http://localhost:9000')),
  v.regex(/^https?:\/\/[^\s/]/i, () => t('must start with http:// or https://')),
);

const region = v.pipe(
  text,
  v.regex(REGION, () => t('must be a region such as eu-west-1')),
);

/** A place in S3 that a profile names. */
const place = v.pipe(
  text,
  v.check(
    (value) => parseLocation(value) !== undefined,
    (issue) => placeProblem(issue.input),
  ),
);

function placeProblem(value: string): string {
  const location = readUri(value) ?? readArn(value);
  const problem = location && locationProblem(location);
  return problem === undefined
    ? t('must be an S3 URI such as s3://bucket/prefix/, or the ARN of a bucket, prefix or access point')
    : // The message that holds it ends with a full stop of its own.
      t('names no place in S3: {0}', problem.replace(/\.$/, ''));
}

const encryption = v.variant(
  'type',
  [
    v.strictObject({ type: v.literal('AES256') }),
    v.strictObject({ type: v.picklist(['aws:kms', 'aws:kms:dsse']), keyId: v.optional(name) }),
    v.strictObject({ type: v.literal('SSE-C'), key: v.strictObject({ secret: name }) }),
  ],
  (issue) =>
    issue.expected !== 'Object'
      ? t('type must be one of {0}', 'AES256, aws:kms, aws:kms:dsse, SSE-C')
      : t('must be an object such as { "type": "aws:kms", "keyId": "alias/lake" }'),
);

/** One shape for each kind of base identity, and for another profile to go on from. */
const SOURCES = {
  accessKeys: v.strictObject({
    type: v.literal('accessKeys'),
    // `${callerName}` carries it into calls.
    name: v.pipe(
      name,
      v.check(
        (value) => secretVariable(value) === undefined,
        (issue) => secretVariableProblem(issue.input),
      ),
    ),
  }),
  identityCenter: v.strictObject({
    type: v.literal('identityCenter'),
    startUrl: url,
    region,
    accountId: v.pipe(
      text,
      v.regex(ACCOUNT_ID, () => t('must be an account ID of 12 digits')),
    ),
    roleName: name,
    session: v.optional(name),
  }),
  sharedConfig: v.strictObject({ type: v.literal('sharedConfig'), profile: name }),
  environment: v.strictObject({ type: v.literal('environment') }),
  instanceMetadata: v.strictObject({ type: v.literal('instanceMetadata'), endpoint: v.optional(url) }),
  container: v.strictObject({ type: v.literal('container') }),
  webIdentity: v.strictObject({
    type: v.literal('webIdentity'),
    tokenFile: name,
    roleArn,
    sessionName: v.optional(variableText(SESSION_NAME)),
    durationSeconds: v.optional(duration),
  }),
  saml: v.strictObject({
    type: v.literal('saml'),
    roleArn,
    providerArn: v.pipe(
      text,
      v.regex(SAML_PROVIDER_ARN.pattern, () =>
        t('must be a SAML provider ARN such as arn:aws:iam::123456789012:saml-provider/Okta'),
      ),
    ),
    command: v.optional(name),
    durationSeconds: v.optional(duration),
  }),
  process: v.strictObject({ type: v.literal('process'), command: name }),
  login: v.strictObject({ type: v.literal('login'), profile: name }),
  defaultChain: v.strictObject({ type: v.literal('defaultChain') }),
  profile: v.strictObject({ type: v.literal('profile'), name }),
};

const source = v.variant('type', Object.values(SOURCES), (issue) =>
  issue.expected !== 'Object'
    ? t('type must be one of {0}', Object.keys(SOURCES).join(', '))
    : t('must be an object such as { "type": "sharedConfig", "profile": "default" }'),
);

/** One value of the setting `assumeRole.profiles`, as written. */
export const profileSchema = v.strictObject({
  description: v.optional(text),
  source,
  roleArn: v.optional(roleArn),
  ...hopFields,
  chain: v.optional(v.array(hop, () => t('must be a list of hops'))),
  mfaMethod: v.optional(v.picklist(['sessionToken', 'assumeRole'], () => t('must be "sessionToken" or "assumeRole"'))),
  region: v.optional(region),
  sts: v.optional(v.picklist(['regional', 'global'], () => t('must be "regional" or "global"'))),
  fips: v.optional(flag),
  dualStack: v.optional(flag),
  endpoints: v.optional(v.strictObject({ sts: v.optional(url), s3: v.optional(url), sso: v.optional(url) })),
  s3: v.optional(
    v.strictObject({
      pathStyle: v.optional(flag),
      home: v.optional(place),
      bookmarks: v.optional(v.array(place, () => t('must be a list of S3 URIs or ARNs'))),
      encryption: v.optional(encryption),
      requesterPays: v.optional(flag),
    }),
  ),
  readOnly: v.optional(flag),
  production: v.optional(flag),
});

/** A profile as written in the settings, shape checked, references not yet followed. */
export type WrittenProfile = v.InferOutput<typeof profileSchema>;

/** Fields that may stand directly on a profile with one hop. */
export const SINGLE_HOP_FIELDS = ['roleArn', ...Object.keys(hopFields)] as const;
