import type * as vscode from 'vscode';
import { Emitter } from '../../../../src/core/support/event';

/**
 * SecretStorage as VS Code keeps it in a browser: a window reads one record from the browser's storage when it opens,
 * works on that copy from then on, and writes the whole of it at each change, even of a key that was never there. A
 * window hears of its own changes only.
 */
export class BrowserSecrets {
  /** What a window that opens now would read. */
  persisted = '{}';

  /** The storage as a window that opens now has it. */
  open(): vscode.SecretStorage {
    const copy = new Map(Object.entries(JSON.parse(this.persisted) as Record<string, string>));
    const changed = new Emitter<{ key: string }>();
    const save = (key: string): Promise<void> => {
      this.persisted = JSON.stringify(Object.fromEntries(copy));
      changed.fire({ key });
      return Promise.resolve();
    };
    return {
      get: (key) => Promise.resolve(copy.get(key)),
      store: (key, value) => {
        copy.set(key, value);
        return save(key);
      },
      delete: (key) => {
        copy.delete(key);
        return save(key);
      },
      onDidChange: changed.event,
    };
  }
}
