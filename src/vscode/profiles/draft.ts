import type { AccountBook } from '../../core/roles/accounts/accountBook';
import { parseRoleArn, parseRoleChain, roleLabel } from '../../core/roles/arn';
import { BASE_IDENTITIES } from '../../core/roles/baseIdentity';
import { partitionOf } from '../../core/roles/partitions';
import type { Paste, PastedProfile } from '../../core/roles/pastes';
import type { WrittenProfile } from '../../core/roles/profileSchema';

/** The base identity of a profile as written, or the profile it goes on from. */
export type WrittenSource = WrittenProfile['source'];

/** One hop as written. */
export type WrittenHop = NonNullable<WrittenProfile['chain']>[number];

/** The kinds of {@link WrittenSource}. */
export type SourceType = WrittenSource['type'];

/** A hop while it is made. */
export interface DraftHop {
  hop: WrittenHop;
  /** An external ID to keep in secret storage when the profile is saved. */
  newSecret?: string | undefined;
}

/** What a profile holds besides source, hops and MFA device. */
export type ProfileRest = Omit<WrittenProfile, 'source' | 'chain' | keyof WrittenHop>;

/** A profile while it is made or edited; what nobody asks about stays as it was. */
export interface ProfileDraft {
  /** Kind of the base identity; undefined until chosen. */
  type: SourceType | undefined;
  /** The fields of the source, as typed; those that are empty are left out. */
  source: Record<string, unknown>;
  /** Whether nothing more needs to be asked about the source: it was chosen as a whole. */
  sourceIsWhole: boolean;
  /** Whether access keys are made with the profile. */
  newKeys: boolean;
  accessKeyId: string;
  secretAccessKey: string;
  /** What was typed for the roles; undefined until asked. */
  rolesText: string | undefined;
  hops: DraftHop[];
  /** MFA device of the IAM user; it stands on the first hop, or on the profile where there is none. */
  mfaSerial: string;
  rest: ProfileRest;
  /** A paste of more than one profile, which ends the questions about one. */
  severalPasted: Paste | undefined;
  /** Name that came with a paste. */
  suggestedName: string | undefined;
  /** Undefined until asked. */
  name: string | undefined;
}

/** A draft with nothing answered. */
export function emptyDraft(): ProfileDraft {
  return {
    type: undefined,
    source: {},
    sourceIsWhole: false,
    newKeys: false,
    accessKeyId: '',
    secretAccessKey: '',
    rolesText: undefined,
    hops: [],
    mfaSerial: '',
    rest: {},
    severalPasted: undefined,
    suggestedName: undefined,
    name: undefined,
  };
}

/** A draft that starts from a profile there is, or from one that was pasted. */
export function draftOf(name: string | undefined, { source, chain, ...fields }: PastedProfile): ProfileDraft {
  const draft = emptyDraft();
  const { hop, rest } = splitHop(fields);
  const hops = chain ?? (hop.roleArn === undefined ? [] : [{ ...hop, roleArn: hop.roleArn }]);
  draft.name = name;
  if (source) chooseSource(draft, source);
  draft.mfaSerial = hops[0]?.mfaSerial ?? hop.mfaSerial ?? '';
  draft.hops = hops.map((written) => ({ hop: defined({ ...written, mfaSerial: undefined }) }));
  if (source || hops.length > 0) draft.rolesText = rolesText(draft);
  draft.rest = rest;
  return draft;
}

/** Takes a source with all its fields. */
export function chooseSource(draft: ProfileDraft, { type, ...fields }: WrittenSource): void {
  draft.type = type;
  draft.source = { ...fields };
  draft.sourceIsWhole = true;
  draft.newKeys = false;
}

/** Chooses the kind of source; answers already given about that kind stay. */
export function chooseSourceType(draft: ProfileDraft, type: SourceType): void {
  draft.sourceIsWhole = false;
  if (draft.type === type) return;
  draft.type = type;
  draft.source = {};
  draft.newKeys = false;
}

/** A text among the source's answers; empty when not answered. */
export function sourceText({ source }: ProfileDraft, field: string): string {
  const value = source[field];
  return typeof value === 'string' ? value : '';
}

/**
 * Takes typed role ARNs. Options stay with their role, also when only its ARN is corrected.
 * @param text one ARN, several separated by commas, or empty for the base identity alone
 */
export function setRoles(draft: ProfileDraft, text: string): void {
  const arns = parseRoleChain(text) ?? [];
  const before = draft.hops;
  draft.rolesText = text;
  draft.hops = arns.map((roleArn, index) => {
    const same = before.find(({ hop }) => hop.roleArn === roleArn);
    const kept = same ?? (arns.length === before.length ? before[index] : undefined);
    return kept ? { ...kept, hop: { ...kept.hop, roleArn } } : { hop: { roleArn } };
  });
}

/** The roles as they can be typed again. */
export function rolesText({ hops }: ProfileDraft): string {
  return hops.map(({ hop }) => hop.roleArn).join(', ');
}

/** The roles for people: `Hub (111111111111) → Lake (222222222222)`; empty without any. */
export function rolesLabel({ hops }: ProfileDraft, accounts: AccountBook): string {
  return hops.map(({ hop }) => roleLabel(hop.roleArn, accounts)).join(' → ');
}

/** Whether an MFA code may go with the draft's first credentials: an IAM user's keys, or what may turn out to be some. */
export function mayUseMfa({ type }: ProfileDraft): boolean {
  if (type === undefined || type === 'profile') return false;
  return BASE_IDENTITIES[type].temporary !== true;
}

/**
 * A name for the profile that no other has: the last role's, else the base identity's.
 * @param taken names of the profiles there are
 */
export function suggestName(draft: ProfileDraft, taken: ReadonlySet<string>): string {
  const lastRole = draft.hops.at(-1)?.hop.roleArn;
  if (draft.suggestedName !== undefined) return freeName(draft.suggestedName, taken);
  return freeName(parseRoleArn(lastRole ?? '')?.name ?? sourceName(draft), taken);
}

/** `wanted`, or with the first number from 2 on that makes it differ from every name in `taken`. */
export function freeName(wanted: string, taken: Pick<ReadonlySet<string>, 'has'>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  return name;
}

/** The region to offer first: one of the role's partition, or that of the Identity Center instance. */
export function suggestRegion(draft: ProfileDraft): string {
  const lastRole = draft.hops.at(-1)?.hop.roleArn;
  if (lastRole === undefined && draft.type === 'identityCenter') return sourceText(draft, 'region');
  return partitionOf(parseRoleArn(lastRole ?? '')?.partition).defaultRegion;
}

/** The source as it is written into the settings. */
export function writtenSource({ type, source }: ProfileDraft): WrittenSource {
  const answered = Object.entries(source).filter(([, value]) => value !== '' && value !== undefined);
  // Each field was checked against the schema when it was typed.
  return { type: type ?? 'defaultChain', ...Object.fromEntries(answered) } as WrittenSource;
}

/**
 * The profile as it is written into the settings.
 * @param draft answered to the end
 * @param secretName the name under which a hop's new external ID is kept
 */
export function toWrittenProfile(draft: ProfileDraft, secretName: (hop: number) => string): WrittenProfile {
  const { description, ...rest } = draft.rest;
  const mfa = draft.mfaSerial !== '' && mayUseMfa(draft) ? { mfaSerial: draft.mfaSerial } : {};
  const hops = draft.hops.map(({ hop, newSecret }, index) => ({
    ...hop,
    ...(newSecret === undefined ? {} : { externalId: { secret: secretName(index) } }),
    ...(index === 0 ? mfa : {}),
  }));
  const [only] = hops;
  return defined({
    ...(description ? { description } : {}),
    source: writtenSource(draft),
    ...(hops.length > 1 ? { chain: hops } : (only ?? mfa)),
    ...rest,
  });
}

function sourceName(draft: ProfileDraft): string {
  const { type } = draft;
  const named = ['name', 'profile', 'roleName'].map((field) => sourceText(draft, field)).find((text) => text !== '');
  return named ?? parseRoleArn(sourceText(draft, 'roleArn'))?.name ?? type ?? '';
}

/** Tells the fields of a hop from those of the profile it stands on. */
function splitHop(fields: Omit<PastedProfile, 'source' | 'chain'>): {
  hop: Partial<WrittenHop>;
  rest: ProfileRest;
} {
  const { roleArn, sessionName, externalId, durationSeconds, mfaSerial, ...others } = fields;
  const { tags, transitiveTagKeys, sourceIdentity, policy, policyArns, ...rest } = others;
  const hop = { roleArn, sessionName, externalId, durationSeconds, mfaSerial, tags, transitiveTagKeys };
  const written: Partial<WrittenHop> = defined({ ...hop, sourceIdentity, policy, policyArns });
  return { hop: written, rest };
}

/** The type of an object after the properties that are undefined were taken out. */
export type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> } & {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
};

/** The object without the properties that are undefined, so that it is written as it was read. */
export function defined<T extends object>(object: T): Defined<T> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
}
