import { parseRoleArn, parseRoleChain } from '../../core/roles/arn';
import type { WrittenProfile } from '../../core/roles/profileSchema';
import { DEFAULT_REGION } from '../../core/roles/profileSet';

/** Where a new profile starts: a base identity, keys yet to be typed, or another profile. */
export type DraftBase = WrittenProfile['source'] | { readonly type: 'newKeys' };

/** A profile while it is made. Texts are as typed; empty ones are left out of the profile. */
export interface ProfileDraft {
  /** Undefined until chosen. */
  base: DraftBase | undefined;
  keyName: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** One role ARN or a pasted chain; undefined until asked, empty for the base identity itself. */
  roles: string | undefined;
  /** External ID of the last hop. */
  externalId: string;
  keepExternalIdSecret: boolean;
  /** MFA device of the IAM user, for the first hop. */
  mfaSerial: string;
  /** Undefined until chosen, empty for that of the profile gone on from. */
  region: string | undefined;
  /** Undefined until asked. */
  name: string | undefined;
}

/** A draft with nothing answered. */
export function emptyDraft(): ProfileDraft {
  return {
    base: undefined,
    keyName: '',
    accessKeyId: '',
    secretAccessKey: '',
    roles: undefined,
    externalId: '',
    keepExternalIdSecret: true,
    mfaSerial: '',
    region: undefined,
    name: undefined,
  };
}

/** Whether the draft's first credentials are an IAM user's access keys, the only ones that MFA goes with. */
export function startsWithAccessKeys({ base }: ProfileDraft): boolean {
  return base?.type === 'accessKeys' || base?.type === 'newKeys';
}

/** Whether the draft assumes a role, as far as is known: true until the roles were asked. */
export function assumesRole(draft: ProfileDraft): boolean {
  return draft.roles !== '';
}

/**
 * A name for the profile that no other has: the last role's, else the base identity's.
 * @param taken names of the profiles there are
 */
export function suggestName(draft: ProfileDraft, taken: ReadonlySet<string>): string {
  const lastRole = parseRoleChain(draft.roles ?? '')?.at(-1);
  return freeName(parseRoleArn(lastRole ?? '')?.name ?? baseName(draft), taken);
}

/** `wanted`, or with the first number from 2 on that makes it differ from every name in `taken`. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  return name;
}

/** The region to offer first: one of the role's partition. */
export function suggestRegion(draft: ProfileDraft): string {
  const lastRole = parseRoleChain(draft.roles ?? '')?.at(-1) ?? '';
  switch (parseRoleArn(lastRole)?.partition) {
    case 'aws-cn':
      return 'cn-north-1';
    case 'aws-us-gov':
      return 'us-gov-west-1';
    case 'aws-eusc':
      return 'eusc-de-east-1';
    default:
      return DEFAULT_REGION;
  }
}

/**
 * The profile as it is written into the settings.
 * @param draft answered to the end
 * @param externalIdSecret name of the external ID in the vault, where it is kept secret
 */
export function toWrittenProfile(draft: ProfileDraft, externalIdSecret: string): WrittenProfile {
  const arns = parseRoleChain(draft.roles ?? '') ?? [];
  const hops = arns.map((roleArn, index) => ({
    roleArn,
    ...(index === arns.length - 1 && draft.externalId !== ''
      ? { externalId: draft.keepExternalIdSecret ? { secret: externalIdSecret } : draft.externalId }
      : {}),
    ...(index === 0 && draft.mfaSerial !== '' && startsWithAccessKeys(draft) ? { mfaSerial: draft.mfaSerial } : {}),
  }));
  return {
    source: sourceOf(draft),
    ...(hops.length > 1 ? { chain: hops } : hops[0]),
    ...(draft.region ? { region: draft.region } : {}),
  };
}

function sourceOf({ base, keyName }: ProfileDraft): WrittenProfile['source'] {
  if (!base || base.type === 'newKeys') return { type: 'accessKeys', name: keyName };
  return base;
}

function baseName(draft: ProfileDraft): string {
  const source = sourceOf(draft);
  switch (source.type) {
    case 'accessKeys':
    case 'profile':
      return source.name;
    case 'sharedConfig':
      return source.profile;
    case 'environment':
      return 'environment';
  }
}
