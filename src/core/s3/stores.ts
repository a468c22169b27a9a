import { t } from '@vscode/l10n';
import type { Credentials } from '../sessions/credentials';
import { notAssumed } from '../sessions/notAssumed';
import type { Session } from '../sessions/session';
import { lastKey } from '../sessions/sessionKeys';
import type { SessionService } from '../sessions/sessionService';
import type { Disposable } from '../support/disposable';
import { AppError } from '../support/errors';
import { lazy } from '../support/lazy';
import { isSameRecipe } from '../roles/accounts/profileAccount';
import type { EncryptionSetting, Profile } from '../roles/profile';
import { s3Destination } from '../secrets/destination';
import type { Sendable } from '../secrets/sendable';
import { useBy } from '../secrets/secretUse';
import type { SecretVault } from '../sessions/ports';
import type { ObjectChanges } from './objectChanges';
import { guardedStore, type AdmitWrite } from './guardedStore';
import { forwardingStore, type ObjectStore } from './objectStore';

/** Where and with what an S3 is reached. */
export interface StoreTarget {
  readonly region: string;
  /** Base URL in place of AWS's own hosts. */
  readonly endpoint?: string | undefined;
  readonly pathStyle: boolean;
  readonly fips: boolean;
  readonly dualStack: boolean;
  /** Whether requests say that this account pays for them (S3 User Guide, "Requester Pays"). */
  readonly requesterPays: boolean;
  /** What new objects are encrypted with; S3's default without one. */
  readonly encryption?: EncryptionSetting | undefined;
  /** The profile's key for SSE-C, 32 bytes; undefined where it has none. Throws kind `secretMissing`. */
  readonly customerKey: () => Promise<Sendable<Uint8Array> | undefined>;
  /**
   * The session's credentials now, asked for by every request. It serves all requests together, so none of them can
   * cancel it.
   * @param rejected credentials that AWS answered have expired; others are given then
   */
  readonly credentials: (rejected?: Credentials) => Promise<Credentials>;
}

/** Opens an S3; sends no request. */
export type OpenStore = (target: StoreTarget) => Promise<ObjectStore & Disposable>;

interface OpenedStore {
  readonly session: Session;
  readonly store: ObjectStore;
  close(): void;
}

/** One S3 for each session of the window, closed when the session is exited. */
export class ObjectStores implements Disposable {
  readonly #opened = new Map<string, OpenedStore>();
  readonly #subscription: Disposable;

  /**
   * @param vault has the keys for SSE-C
   * @param changes is told what these stores change
   * @param guard whom every write through a session of that profile has to pass
   */
  constructor(
    private readonly sessions: SessionService,
    private readonly open: OpenStore,
    private readonly vault: Pick<SecretVault, 'customerKey'>,
    private readonly changes: ObjectChanges,
    private readonly guard: (assumed: Profile) => AdmitWrite,
  ) {
    this.#subscription = sessions.onDidChange(() => {
      for (const [name, { session }] of this.#opened) {
        // A quiet renewal keeps the session's beginning; after any other the base identity may be another.
        const now = this.#session(name);
        if (now?.since !== session.since || !isSameRecipe(now.profile, session.profile)) this.#close(name);
      }
    });
  }

  /**
   * The S3 of a profile's session.
   * @throws AppError of kind `expired` when that profile is not assumed
   */
  of(profile: string): ObjectStore {
    const opened = this.#opened.get(profile);
    if (opened) return opened.store;
    const session = this.#session(profile);
    if (!session) throw notAssumed(profile);
    const { region, endpoints, s3, fips, dualStack } = session.profile;
    const { pathStyle, requesterPays, encryption } = s3;
    const credentials = async (rejected?: Credentials): Promise<Credentials> => {
      const now = this.#session(profile);
      // What is still under way when its session ends does not go on as the next one of that name.
      if (now && lastKey(now.profile) !== lastKey(session.profile)) throw notAssumed(profile);
      return await this.sessions.credentials(profile, new AbortController().signal, { rejected });
    };
    const target: StoreTarget = {
      region,
      endpoint: endpoints.s3,
      pathStyle,
      fips,
      dualStack,
      requesterPays,
      encryption,
      customerKey: () => this.#customerKey(session),
      credentials,
    };
    let opening: ReturnType<OpenStore> | undefined;
    const store = lazy(() => (opening = this.open(target)));
    const close = (): void => {
      // What was never opened, or could not be, has nothing to close.
      opening?.then(
        (s3) => s3.dispose(),
        () => undefined,
      );
    };
    const watched = this.changes.watch(lazyStore(store), profile);
    const entry = { session, store: guardedStore(watched, this.guard(session.profile)), close };
    this.#opened.set(profile, entry);
    return entry.store;
  }

  dispose(): void {
    this.#subscription.dispose();
    for (const name of [...this.#opened.keys()]) this.#close(name);
  }

  /** Nobody is asked: whether a person does something with the store or VS Code reads by itself is not known here. */
  async #customerKey({ profile }: Session): Promise<Sendable<Uint8Array> | undefined> {
    const { encryption } = profile.s3;
    if (encryption?.type !== 'SSE-C') return undefined;
    const { secret: name } = encryption.key;
    const use = useBy(profile, { interactive: false, signal: new AbortController().signal });
    const key = await this.vault.customerKey(name, s3Destination(profile), use);
    if (key) return key;
    throw new AppError('secretMissing', t('There is no encryption key named "{0}" (SSE-C).', name), {
      profile: profile.name,
      secret: { type: 'customerKey', name },
      destinations: [s3Destination(profile)],
      cure: t('Set it with "AWS: Set Encryption Key…".'),
    });
  }

  #session(name: string): Session | undefined {
    return this.sessions.session(name);
  }

  #close(name: string): void {
    this.#opened.get(name)?.close();
    this.#opened.delete(name);
  }
}

/** A store that is opened by its first request. */
function lazyStore(open: () => Promise<ObjectStore>): ObjectStore {
  return forwardingStore(async (call) => call(await open()));
}
