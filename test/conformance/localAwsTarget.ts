import { startLocalAws } from '../localaws/server';
import { MovableClock } from './movableClock';
import type { ConformanceTarget } from './target';
import { conformanceWorld } from './world';

/** @returns the project's own AWS with the world of the cases; it has every rule */
export async function startLocalAwsTarget(): Promise<ConformanceTarget> {
  const aws = await startLocalAws(conformanceWorld);
  const clock = new MovableClock();
  return {
    name: 'local AWS',
    endpoint: aws.endpoint,
    world: conformanceWorld,
    clock,
    minSessionSeconds: 900,
    lacks: {},
    elapse(milliseconds) {
      aws.clock.offset += milliseconds;
      clock.move(milliseconds);
      return Promise.resolve();
    },
    close: () => aws.close(),
  };
}
