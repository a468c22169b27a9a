import { CancellationError } from 'vscode';
import { plainText } from '../../core/texts/plain';
import { toAppError } from '../../core/support/errors';

/** `provider`, which VS Code calls, with what it throws made plain: VS Code shows such errors by itself. */
export function withPlainErrors<T extends object>(provider: T): T {
  return new Proxy(provider, {
    get: (_, name) => {
      const value: unknown = Reflect.get(provider, name, provider);
      return typeof value === 'function' ? (...args: unknown[]) => plainly(() => value.apply(provider, args)) : value;
    },
  });
}

function plainly(call: () => unknown): unknown {
  try {
    const result = call();
    return result instanceof Promise ? result.catch(throwPlain) : result;
  } catch (error) {
    return throwPlain(error);
  }
}

function throwPlain(error: unknown): never {
  if (error instanceof CancellationError) throw error;
  const { kind, message } = toAppError(error);
  throw kind === 'cancelled' ? new CancellationError() : new Error(plainText(message), { cause: error });
}
