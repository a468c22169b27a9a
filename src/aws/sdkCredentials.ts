import { Credentials } from '../core/sessions/credentials';

/** Credentials as the AWS SDK takes and gives them. */
export interface SdkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** For an SDK client; with the expiration, so that the SDK asks again in time. */
export function toSdkCredentials(credentials: Credentials): SdkCredentials {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials.reveal();
  const { expiration } = credentials;
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration === undefined ? {} : { expiration: new Date(expiration) }),
  };
}

/** From one of the SDK's credential providers. */
export function fromSdkCredentials(found: SdkCredentials): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
  return new Credentials({ accessKeyId, secretAccessKey, sessionToken }, expiration?.getTime());
}
