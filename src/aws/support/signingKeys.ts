import { clearCredentialCache } from '@smithy/signature-v4';
import type { MiddlewareStack } from '@smithy/types';

/**
 * Has nothing of a client's credentials stay behind after a request. The SDK keeps the keys it signs with, and with them
 * the session token, for all clients together and long after the session has ended; to derive one anew takes
 * microseconds.
 */
export function forgetSigningKeys<Input extends object, Output extends object>(client: {
  readonly middlewareStack: Pick<MiddlewareStack<Input, Output>, 'add'>;
}): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } finally {
        clearCredentialCache();
      }
    },
    // Around all tries of a request, and around a presigned one, which has none.
    { step: 'initialize', priority: 'high', name: 'forgetSigningKeys' },
  );
}
