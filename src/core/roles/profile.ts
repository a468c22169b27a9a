import type { SecretRef } from '../support/errors';

/** Where a profile's first credentials come from. */
export type BaseIdentity =
  /** An IAM user's access keys, kept in the vault under `name`. */
  | { readonly type: 'accessKeys'; readonly name: string }
  /** A profile of the shared config files (`~/.aws/config`, `~/.aws/credentials`). */
  | { readonly type: 'sharedConfig'; readonly profile: string }
  /** `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`. */
  | { readonly type: 'environment' };

/** An external ID: in the settings, or the name of a secret in the vault. */
export type ExternalId = string | { readonly secret: string };

/** One `sts:AssumeRole` call. */
export interface Hop {
  /** `arn:<partition>:iam::<account>:role/<path><name>` */
  readonly roleArn: string;
  /** RoleSessionName; without one the operating system's user name is used. */
  readonly sessionName?: string | undefined;
  readonly externalId?: ExternalId | undefined;
  /** DurationSeconds, 900 to 43,200; without one AWS gives an hour. */
  readonly durationSeconds?: number | undefined;
  /** SerialNumber of the caller's MFA device. */
  readonly mfaSerial?: string | undefined;
}

/** Where requests go instead of AWS's own hosts. */
export interface Endpoints {
  readonly sts?: string | undefined;
  readonly s3?: string | undefined;
}

/** A profile after resolution: references to other profiles are replaced by their base identity and hops. */
export interface Profile {
  readonly name: string;
  readonly description?: string | undefined;
  readonly source: BaseIdentity;
  /** In the order of the calls; empty when the base identity itself is used. */
  readonly chain: readonly Hop[];
  /** Region of STS and of S3's first request. */
  readonly region: string;
  readonly endpoints: Endpoints;
  /** Address buckets in the path (`host/bucket/key`), as most S3-compatible stores want it. */
  readonly s3PathStyle: boolean;
}

/** The secrets a profile refers to, in the order they are needed. */
export function secretsOf(profile: Profile): SecretRef[] {
  const refs: SecretRef[] = [];
  if (profile.source.type === 'accessKeys') refs.push({ type: 'accessKeys', name: profile.source.name });
  for (const hop of profile.chain) {
    if (typeof hop.externalId === 'object') refs.push({ type: 'externalId', name: hop.externalId.secret });
  }
  return refs;
}
