import type * as vscode from 'vscode';
import type { KeptBaselines } from '../../core/s3/files/baselines';
import { isJsonObject } from '../../core/support/json';

const KEY = 'assumeRole.unsavedObjects';

/** Baselines in the workspace's state, by the URI of their document; they hold ETags, sizes and digests. */
export function keptBaselines(state: vscode.Memento): KeptBaselines {
  const stored = state.get<unknown>(KEY);
  const kept = new Map(Object.entries(isJsonObject(stored) ? stored : {}));
  return {
    get: (id) => {
      const value = kept.get(id);
      return isJsonObject(value) ? value : undefined;
    },
    set: (id, baseline) => {
      if (baseline ? false : !kept.has(id)) return;
      if (baseline) kept.set(id, baseline);
      else kept.delete(id);
      void state.update(KEY, Object.fromEntries(kept));
    },
  };
}
