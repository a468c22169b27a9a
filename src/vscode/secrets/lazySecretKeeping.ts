import { lazySecretVault, lazyWindowLock } from '../../core/sessions/lazyPorts';
import type { SecretVault, SessionCache, WindowLock } from '../../core/sessions/ports';
import { DisposableStore, type Disposable } from '../../core/support/disposable';
import { Emitter } from '../../core/support/event';
import { lazy } from '../../core/support/lazy';
import type { SecretKeeping } from './secretKeeping';

/** Stands for {@link SecretKeeping}, which is loaded by the first use; what it tells is passed on from then on. */
export class LazySecretKeeping implements Disposable {
  readonly load: () => Promise<SecretKeeping>;
  readonly vault: SecretVault;
  readonly lock: WindowLock;
  readonly sessions: SessionCache;
  readonly #store = new DisposableStore();

  constructor(make: () => Promise<SecretKeeping>) {
    const changed = this.#store.add(new Emitter<string>());
    const forgotten = this.#store.add(new Emitter<void>());
    const load = lazy(async () => {
      const made = this.#store.add(await make());
      this.#store.add(made.sessions.onDidChange((key) => changed.fire(key)));
      this.#store.add(made.sessions.onDidForget(() => forgotten.fire()));
      return made;
    });
    const sessions = async (): Promise<SessionCache> => (await load()).sessions;
    this.load = load;
    this.vault = lazySecretVault(async () => (await load()).vault);
    this.lock = lazyWindowLock(async () => (await load()).lock);
    this.sessions = {
      load: async (key) => (await sessions()).load(key),
      mark: async () => (await sessions()).mark(),
      store: async (...args) => (await sessions()).store(...args),
      remove: async (key) => (await sessions()).remove(key),
      clear: async () => (await sessions()).clear(),
      onDidChange: changed.event,
      onDidForget: forgotten.event,
    };
  }

  dispose(): void {
    this.#store.dispose();
  }
}
