import type { Credentials, TemporaryCredentials } from '../iam/credentials';
import type { IamDirectory } from '../iam/directory';
import type { IamCaller } from '../iam/iamCaller';
import type { Identity } from '../iam/identity';
import type { XmlElements } from '../kernel/xml';
import type { OidcIssuer } from '../oidcIssuer/oidcIssuer';
import type { SamlIssuer } from '../samlIssuer/samlIssuer';
import type { Form } from './form';

/** What the operations work with. */
export interface StsDependencies {
  readonly directory: IamDirectory;
  readonly credentials: Credentials;
  /** Whose keys verify web identity tokens. */
  readonly oidc: OidcIssuer;
  /** Whose key verifies SAML assertions. */
  readonly saml: SamlIssuer;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** A verified caller and who stands behind it. */
export interface StsCaller {
  readonly caller: IamCaller;
  readonly identity: Identity;
}

/** One operation of STS. @returns the elements of its result; throws AwsError to refuse */
export type StsOperation = (form: Form, caller: StsCaller, deps: StsDependencies) => XmlElements;

/** One operation that needs no credentials. @returns the elements of its result; throws AwsError to refuse */
export type UnsignedStsOperation = (form: Form, deps: StsDependencies) => XmlElements | Promise<XmlElements>;

/** @returns the `Credentials` element */
export function credentialsElement(credentials: TemporaryCredentials): XmlElements {
  return {
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    Expiration: new Date(credentials.expiration).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}
