import { StandardRetryStrategy } from '@smithy/core/retry';

type Refresh = StandardRetryStrategy['refreshRetryTokenForRetry'];

/** Attempts in all: throttling and faults on AWS's side mostly pass. */
const ATTEMPTS = 4;

/**
 * The SDK's standard retries, except that a call nobody answers in time is tried only once more: a person waits for it,
 * and a third wait says nothing new.
 */
export class OneMoreWait extends StandardRetryStrategy {
  constructor() {
    super(ATTEMPTS);
  }

  override async refreshRetryTokenForRetry(...[token, info]: Parameters<Refresh>): ReturnType<Refresh> {
    const timedOut = info.error instanceof Error && info.error.name === 'TimeoutError';
    // The SDK then throws the error of the attempt itself.
    if (timedOut && token.getRetryCount() >= 1) throw new Error('No attempts left.');
    return super.refreshRetryTokenForRetry(token, info);
  }
}
