import assert from 'node:assert/strict';
import { type AwsOptions, type AwsServices, createAwsServices } from '../../../../src/aws';
import type { Hosts } from '../../../../src/core/roles/profile';
import { stsDestination } from '../../../../src/core/secrets/destination';
import { Credentials } from '../../../../src/core/sessions/credentials';
import type { SourceContext } from '../../../../src/core/sessions/ports';
import { type AppError, type ErrorKind, isAppError } from '../../../../src/core/support/errors';
import type { LocalAws } from '../../../localaws/server';
import { secretsInMemory } from '../../../support/secretsInMemory';
import { ACCESS_KEYS } from '../../../localaws/worlds/demo';

/** A signal that never fires. */
export const never = new AbortController().signal;

/** alice's long-term keys. */
export const alice = new Credentials(ACCESS_KEYS.alice);

/** @returns the AWS layer over a vault that holds alice's keys under `alice` */
export function services(options: AwsOptions = {}): AwsServices {
  const vault = secretsInMemory({ accessKeys: (name) => Promise.resolve(name === 'alice' ? alice : undefined) });
  return createAwsServices(vault, undefined, { defaultSessionName: () => 'tester', ...options });
}

/** @returns hosts that lead to the local AWS, or to AWS's own without one */
export function hosts(aws?: LocalAws, changes: Partial<Hosts> = {}): Hosts {
  const endpoint = aws?.endpoint;
  return {
    region: 'us-east-1',
    endpoints: endpoint === undefined ? {} : { sts: endpoint, s3: endpoint, sso: endpoint },
    globalSts: false,
    fips: false,
    dualStack: false,
    ...changes,
  };
}

/** @returns the context in which a person's window asks for credentials */
export function context(aws: LocalAws | undefined, changes: Partial<SourceContext> = {}): SourceContext {
  const target = changes.target ?? hosts(aws);
  const destinations = [stsDestination(target)];
  return { profile: 'p', own: true, target, destinations, interactive: true, signal: never, ...changes };
}

/** @returns the error of that kind with which `work` fails; it shows no stack and none of `secrets` */
export async function failure(
  work: Promise<unknown>,
  kind: ErrorKind,
  secrets: readonly string[] = [],
): Promise<AppError> {
  const error: unknown = await work.then(
    () => assert.fail('expected a failure'),
    (reason: unknown) => reason,
  );
  assert.ok(isAppError(error, kind), `${kind} expected, got ${String(error)}`);
  const told = everythingToldBy(error);
  assert.doesNotMatch(error.message, /\n\s+at /, 'no stack trace in a message');
  for (const secret of secrets) assert.ok(!told.includes(secret), `a secret is in ${told}`);
  return error;
}

/** The texts of an error and its causes, which a log may show. */
function everythingToldBy(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const detail = 'detail' in error ? JSON.stringify(error.detail) : '';
  return [error.message, detail, error.stack, error.cause && everythingToldBy(error.cause)].filter(Boolean).join('\n');
}

/** @returns who the credentials are, as the local AWS sees it */
export async function identityOf(aws: LocalAws, credentials: Credentials): Promise<string> {
  return (await services().roles.callerIdentity(credentials, hosts(aws), never)).arn;
}
