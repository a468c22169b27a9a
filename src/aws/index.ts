import { config, type l10nJsonFormat, t } from '@vscode/l10n';
import type { KeyRotation, RoleDirectory } from '../core/roles/discovery';
import type { OpenStore } from '../core/s3/stores';
import type {
  CredentialSource,
  RoleAssumer,
  SecretVault,
  SignInMethod,
  SignInPrompter,
  TokenVault,
} from '../core/sessions/ports';
import { AppError } from '../core/support/errors';
import { AwsClients, type Transport } from './clients';
import { AwsRoleDirectory } from './directory';
import { IamKeyRotation } from './iam/keyRotation';
import { BaseIdentities } from './identities';
import { copySharedKeys } from './identities/sharedConfig';
import { IdentityCenter } from './identityCenter/identityCenter';
import { Oidc } from './identityCenter/oidc';
import { SignIns } from './identityCenter/signIns';
import { SignInStore } from './identityCenter/signInStore';
import { S3ObjectStore } from './s3/store';
import { ServerTime } from './serverTime';
import { Sts } from './sts';
import { networkTransport } from './transport';
import { wait, type Wait } from './wait';

export type { Transport } from './clients';

/** Everything on the network, in a bundle of its own that is loaded at the first use. */
export interface AwsServices {
  readonly roles: RoleAssumer;
  readonly sources: CredentialSource;
  readonly openStore: OpenStore;
  readonly directory: RoleDirectory;
  readonly keyRotation: KeyRotation;
  /** See {@link copySharedKeys}. */
  readonly copySharedKeys: typeof copySharedKeys;
}

/** What the services are told from outside; each has a default that asks nobody and keeps nothing. */
export interface AwsOptions {
  /** Keeps Identity Center's tokens; without one a sign-in lasts as long as the services. */
  readonly tokens?: TokenVault;
  /** Without one nobody can sign in or paste. */
  readonly prompter?: SignInPrompter;
  /** Setting `assumeRole.identityCenter.signIn`, read at each sign-in; `auto` without. */
  readonly signInMethod?: () => SignInMethod;
  /** RoleSessionName of web identities without one; the system's user name is for the composition root to give. */
  readonly defaultSessionName?: () => string;
  /** How requests leave this machine; as its environment says without. */
  readonly transport?: Transport;
  /** Hears of a certificate file that cannot be read. */
  readonly warn?: (message: string) => void;
  /** The clock expirations are compared with, milliseconds since the epoch; the machine's without. */
  readonly now?: () => number;
  /** Pauses of polling; real ones without. */
  readonly wait?: Wait;
}

/**
 * Makes the services; no request is sent yet.
 * @param translations texts in the person's language; this bundle has a localization module of its own
 */
export function createAwsServices(
  vault: Pick<SecretVault, 'accessKeys' | 'allow' | 'allowSigning'>,
  translations: l10nJsonFormat | undefined,
  options: AwsOptions = {},
): AwsServices {
  if (translations) config({ contents: translations });
  const now = options.now ?? Date.now;
  const prompter = options.prompter ?? nobody;
  const pause = options.wait ?? wait;
  const time = new ServerTime(now);
  const transport = options.transport ?? networkTransport(process.env, options.warn ?? (() => undefined));
  const clients = new AwsClients(transport, time);
  const sts = new Sts(clients, time);
  const signIns = new SignIns({
    oidc: new Oidc(clients, now),
    store: new SignInStore(options.tokens ?? forgetfulVault()),
    prompter,
    method: options.signInMethod ?? (() => 'auto'),
    now,
    wait: pause,
  });
  const identityCenter = new IdentityCenter(clients, signIns, time);
  const defaultSessionName = options.defaultSessionName ?? (() => 'assume-role');
  return {
    roles: sts,
    sources: new BaseIdentities({ vault, clients, sts, identityCenter, prompter, defaultSessionName }),
    openStore: (target) => Promise.resolve(new S3ObjectStore(target, transport)),
    directory: new AwsRoleDirectory(clients, identityCenter),
    keyRotation: new IamKeyRotation(clients, sts, pause),
    copySharedKeys,
  };
}

/** Keeps tokens in memory only. */
function forgetfulVault(): TokenVault {
  const tokens = new Map<string, string>();
  return {
    token: (name) => Promise.resolve(tokens.get(name)),
    mark: () => Promise.resolve(0),
    storeToken: (name, value) => Promise.resolve(void tokens.set(name, value)),
    deleteToken: (name) => Promise.resolve(void tokens.delete(name)),
  };
}

const askNobody = (): Promise<never> =>
  Promise.reject(new AppError('interactionRequired', t('There is nobody to sign in here.')));

const nobody: SignInPrompter = {
  browserAddress: askNobody,
  waitForBrowser: askNobody,
  waitForDeviceCode: askNobody,
  samlAssertion: askNobody,
};
