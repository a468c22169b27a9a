import assert from 'node:assert/strict';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { fromSdkError } from '../../../../src/aws/errors';
import type { Hop, Profile } from '../../../../src/core/roles/profile';
import { explainHop } from '../../../../src/core/sessions/diagnosis';
import { AppError, type ErrorKind } from '../../../../src/core/support/errors';
import type { LocalAws } from '../../../localaws/server';
import { assume, type ClientCredentials } from '../../../localaws/testing/clients';
import { KEYS, roleArn } from '../../../localaws/worlds/rules';
import { profileOf } from '../../support/memoryWorld';

/** The STS that calls in these tests say they went to. */
export const HOST = 'sts.us-east-1.amazonaws.com';

/** A hop that its caller may assume, and do nothing else. */
export const assumeOnly: Hop = { roleArn: roleArn('TrustsAssumeOnly') };

/** Asserts what a person reads, and what the log and the buttons go by. */
export function assertReads(error: AppError, kind: ErrorKind, message: string, cure: string | undefined): void {
  assert.deepEqual({ kind: error.kind, message: error.message, cure: error.detail.cure }, { kind, message, cure });
}

/** @returns a profile of these hops */
export function profileWith(chain: readonly Hop[], more: Partial<Profile> = {}): Profile {
  return { ...profileOf('test', []), chain, ...more };
}

/** @returns AWS's refusal in these words */
export function refusalSaying(awsMessage: string, kind: ErrorKind = 'accessDenied', code = 'AccessDenied'): AppError {
  return new AppError(kind, awsMessage, { awsMessage, code, status: 403 });
}

/** @returns a real refusal, as the AWS layer hands it on */
export async function refusal(call: Promise<unknown>): Promise<AppError> {
  try {
    await call;
  } catch (error) {
    return fromSdkError(error, HOST);
  }
  return assert.fail('AWS refused nothing.');
}

/** @returns the explanation of a single hop that AWS refuses */
export async function failedHop(
  aws: LocalAws,
  keys: ClientCredentials,
  hop: Hop,
  input: Partial<AssumeRoleCommandInput> = {},
  more: Partial<Profile> = {},
): Promise<AppError> {
  const error = await refusal(assume(aws, keys, { ...input, RoleArn: hop.roleArn }));
  return explainHop(error, profileWith([hop], more), 0);
}

/** @returns the explanation of a second hop that AWS refuses */
export async function failedSecond(
  aws: LocalAws,
  first: Hop,
  second: Hop,
  inputs: readonly [Partial<AssumeRoleCommandInput>, Partial<AssumeRoleCommandInput>] = [{}, {}],
  meanwhile: () => void = () => undefined,
): Promise<AppError> {
  const caller = await assume(aws, KEYS.ann, { ...inputs[0], RoleArn: first.roleArn });
  meanwhile();
  const error = await refusal(assume(aws, caller, { ...inputs[1], RoleArn: second.roleArn }));
  return explainHop(error, profileWith([first, second]), 1);
}
