import assert from 'node:assert/strict';
import { fromSdkError } from '../../../../src/aws/errors';
import type { Hop, Profile } from '../../../../src/core/roles/profile';
import { AppError, type ErrorKind } from '../../../../src/core/support/errors';
import { profileOf } from '../../support/memoryWorld';

/** The STS that calls in these tests say they went to. */
export const HOST = 'sts.us-east-1.amazonaws.com';

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
