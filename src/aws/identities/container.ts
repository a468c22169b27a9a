import { fromHttp } from '@aws-sdk/credential-providers';
import { fromSdkCredentials } from '../sdkCredentials';
import { silentLogger } from '../silentLogger';
import type { Resolver } from './resolver';

/** Milliseconds until an attempt counts as failed, and between two attempts. */
const TIMEOUT = 1000;

/** The role of the Amazon ECS task or Amazon EKS pod, by the `AWS_CONTAINER_…` variables, read anew each time. */
export const container: Resolver<'container'> = async () =>
  fromSdkCredentials(await fromHttp({ timeout: TIMEOUT, maxRetries: 1, logger: silentLogger })());
