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

/**
 * From one of the SDK's credential providers.
 * @param origin where they were found, for people
 */
export function fromSdkCredentials(
  { accessKeyId, secretAccessKey, sessionToken, expiration }: SdkCredentials,
  origin?: string,
): Credentials {
  return new Credentials({ accessKeyId, secretAccessKey, sessionToken }, expiration?.getTime(), origin);
}
