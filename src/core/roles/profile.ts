import type { SecretRef } from '../support/errors';
import type { AccountBook } from './accounts/accountBook';
import type { BaseIdentity } from './baseIdentity';
import type { GuardRails } from './guardRails';

/** An external ID: in the settings, or the name of a secret in the vault. */
export type ExternalId = string | { readonly secret: string };

/** One `sts:AssumeRole` call (STS API, AssumeRole). Texts may hold variables (`${user}`, …) until they are expanded. */
export interface Hop {
  /** `arn:<partition>:iam::<account>:role/<path><name>` */
  readonly roleArn: string;
  /** RoleSessionName; without one the operating system's user name is used. */
  readonly sessionName?: string | undefined;
  readonly externalId?: ExternalId | undefined;
  /** DurationSeconds, 900 to 43,200; without one AWS gives an hour. */
  readonly durationSeconds?: number | undefined;
  /** What was written, where the chaining limit allows less; seconds. */
  readonly durationAsked?: number | undefined;
  /** SerialNumber of the caller's MFA device, where the code goes with this very call. */
  readonly mfaSerial?: string | undefined;
  /** Session tags. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Keys of tags that go on to the next hops. */
  readonly transitiveTagKeys?: readonly string[] | undefined;
  readonly sourceIdentity?: string | undefined;
  /** Session policy as a JSON document. */
  readonly policy?: Readonly<Record<string, unknown>> | undefined;
  /** ARNs of managed policies used as session policies. */
  readonly policyArns?: readonly string[] | undefined;
}

/** Where requests go instead of AWS's own hosts. */
export interface Endpoints {
  readonly sts?: string | undefined;
  readonly s3?: string | undefined;
  /** Identity Center: sign-in and portal. */
  readonly sso?: string | undefined;
}

/** How AWS's own hosts are chosen; a custom endpoint comes before all of it. */
export interface Hosts {
  /** Region of STS and of S3's first request. */
  readonly region: string;
  readonly endpoints: Endpoints;
  /** `sts.amazonaws.com` instead of `sts.<region>.amazonaws.com`, in the partition `aws` only. */
  readonly globalSts: boolean;
  readonly fips: boolean;
  readonly dualStack: boolean;
}

/** What a profile encrypts new objects with (S3 User Guide, "Protecting data with encryption"). */
export type EncryptionSetting =
  | { readonly type: 'AES256' }
  | { readonly type: 'aws:kms' | 'aws:kms:dsse'; readonly keyId?: string | undefined }
  /** With a key of ours, the name of a secret in the vault; it opens objects encrypted with it as well. */
  | { readonly type: 'SSE-C'; readonly key: { readonly secret: string } };

/** How a profile uses S3. */
export interface S3Settings {
  /** Address buckets in the path (`host/bucket/key`), as most S3-compatible stores want it. */
  readonly pathStyle: boolean;
  /** Where the S3 explorer opens first: an S3 URI, or the ARN of a bucket, prefix or access point. */
  readonly home?: string | undefined;
  /** Places shown above the buckets, each like `home`. */
  readonly bookmarks: readonly string[];
  readonly encryption?: EncryptionSetting | undefined;
  /** Whether requests say that this account pays for them. */
  readonly requesterPays: boolean;
}

/** Where an IAM user's MFA code goes: into one GetSessionToken for all roles, or into the AssumeRole of each. */
export type MfaMethod = 'sessionToken' | 'assumeRole';

/** Where a profile is written; `adHoc` is nowhere. */
export type ProfileOrigin = 'user' | 'workspace' | 'awsConfig' | 'adHoc';

/** Who one becomes with a profile, and where requests go. */
export interface Recipe extends Hosts {
  readonly source: BaseIdentity;
  /** Serial of the MFA device whose code turns the base identity's keys into a session first (GetSessionToken). */
  readonly mfaSession?: string | undefined;
  /** In the order of the calls; empty when the base identity itself is used. */
  readonly chain: readonly Hop[];
  readonly s3: S3Settings;
}

/** A profile after resolution: references to other profiles are replaced by their base identity and hops. */
export interface Profile extends Recipe, GuardRails {
  /** The one name by which it is known everywhere. */
  readonly name: string;
  /** Its name in the workspace's settings, where one of a wider scope has taken that. */
  readonly writtenName?: string | undefined;
  /** What is known of the accounts on its way, for people. */
  readonly accounts: AccountBook;
  readonly description?: string | undefined;
  readonly origin: ProfileOrigin;
  /**
   * The recipe as written, variables not filled in, where anything of it stands in the workspace's settings: it is not
   * used before the person has agreed to it.
   */
  readonly workspaceRecipe?: Recipe;
  /** Names of the environment variables whose values go into its calls of STS once filled in, see {@link expandProfile}. */
  readonly environment?: readonly string[] | undefined;
}

/** The secrets without which a profile cannot be assumed, in the order they are needed. */
export function secretsOf(profile: Profile): SecretRef[] {
  const refs: SecretRef[] = [];
  if (profile.source.type === 'accessKeys') refs.push({ type: 'accessKeys', name: profile.source.name });
  for (const hop of profile.chain) {
    if (typeof hop.externalId === 'object') refs.push({ type: 'externalId', name: hop.externalId.secret });
  }
  return refs;
}

/** Every secret a profile refers to: those of {@link secretsOf}, and what S3 is used with. */
export function allSecretsOf(profile: Profile): SecretRef[] {
  const { encryption } = profile.s3;
  const own: SecretRef[] = encryption?.type === 'SSE-C' ? [{ type: 'customerKey', name: encryption.key.secret }] : [];
  return [...secretsOf(profile), ...own];
}
