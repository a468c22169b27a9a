import { setTimeout as delay } from 'node:timers/promises';
import { MovableClock } from '../movableClock';
import type { ConformanceTarget, Lacks } from '../target';
import { conformanceWorld } from '../world';
import { startRgw } from './cluster';
import { provision } from './provision';

/** What Ceph RGW 16 does not do as AWS does, found by trying. Nothing else is excused. */
export const RGW_LACKS: Lacks = {
  'external ID': 'RGW knows no sts:ExternalId; a role that asks for one cannot be assumed',
  MFA: 'RGW knows no aws:MultiFactorAuthPresent and no MFA parameters of AssumeRole',
  'chaining hour': 'RGW lets a chained session last as long as the role allows',
  'caller permission': "RGW asks the trust policy only, not the caller's permission policies for sts:AssumeRole",
  'caller identity': 'RGW answers GetCallerIdentity with 405',
  'unknown role is denied': 'RGW answers 404 where AWS does not tell a missing role from a denial',
  'error codes of STS': "RGW answers STS errors in S3's XML shape, so that the status is all an SDK sees",
  'error codes of session tokens': 'RGW answers AccessDenied for expired, tampered and missing tokens',
  'conditions of deletions': 'RGW deletes whatever ETag it is told of',
};

/** @returns a new Ceph RGW with the world of the cases, whose sessions may be as short as 2 seconds */
export async function startRgwTarget(): Promise<ConformanceTarget> {
  const minSessionSeconds = 2;
  const rgw = await startRgw({ minSessionSeconds });
  try {
    await provision(rgw, conformanceWorld);
  } catch (error) {
    await rgw.stop();
    throw error;
  }
  return {
    name: 'Ceph RGW',
    endpoint: rgw.endpoint,
    world: conformanceWorld,
    clock: new MovableClock(),
    minSessionSeconds,
    lacks: RGW_LACKS,
    elapse: (milliseconds) => delay(milliseconds),
    close: () => rgw.stop(),
  };
}
