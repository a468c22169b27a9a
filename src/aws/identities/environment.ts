import { fromEnv } from '@aws-sdk/credential-providers';
import { fromSdkCredentials } from '../sdkCredentials';
import type { Resolver } from './resolver';

/** `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN` and `AWS_CREDENTIAL_EXPIRATION`. */
export const environment: Resolver<'environment'> = async () => fromSdkCredentials(await fromEnv()());
