import {
  GetRoleCredentialsCommand,
  LogoutCommand,
  paginateListAccountRoles,
  paginateListAccounts,
  type SSOClient,
} from '@aws-sdk/client-sso';
import { t } from '@vscode/l10n';
import type { IdentityCenterInstance, IdentityCenterRole } from '../../core/roles/discovery';
import { Credentials } from '../../core/sessions/credentials';
import type { SourceContext } from '../../core/sessions/ports';
import { AppError } from '../../core/support/errors';
import { ownSignal } from '../../core/support/ownSignal';
import { type AwsClients, identityCenterHostName } from '../clients';
import { fromSdkError } from '../errors';
import { inParallel } from '../inParallel';
import type { ServerTime } from '../serverTime';
import type { SignIns } from './signIns';

/** Accounts whose roles are asked for at the same time. */
const PARALLEL_ACCOUNTS = 8;

/** How the portal is called. */
type PortalContext = Pick<SourceContext, 'interactive' | 'signal'>;

interface Account {
  readonly accountId?: string | undefined;
  readonly accountName?: string | undefined;
}

/** The access portal of IAM Identity Center, with a sign-in where there is none yet. Throws {@link AppError}s only. */
export class IdentityCenter {
  constructor(
    private readonly clients: AwsClients,
    private readonly signIns: SignIns,
    private readonly time: ServerTime,
  ) {}

  /** Credentials of a role in an account (portal GetRoleCredentials). */
  async roleCredentials(
    instance: IdentityCenterInstance,
    role: { readonly accountId: string; readonly roleName: string },
    context: PortalContext,
  ): Promise<Credentials> {
    const { roleCredentials } = await this.#call(instance, context, (portal, accessToken, abortSignal) =>
      portal.send(new GetRoleCredentialsCommand({ ...role, accessToken }), { abortSignal }),
    );
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = roleCredentials ?? {};
    if (!accessKeyId || !secretAccessKey || !sessionToken || !expiration) {
      throw new AppError('strangeAnswer', t('The answer of Identity Center lacks what was asked for.'));
    }
    return new Credentials({ accessKeyId, secretAccessKey, sessionToken }, this.time.toLocal(expiration));
  }

  /** Every role of the signed-in user in every account, sorted by account name, account ID and role. */
  async roles(instance: IdentityCenterInstance, context: PortalContext): Promise<IdentityCenterRole[]> {
    return this.#call(instance, context, async (client, accessToken, abortSignal) => {
      const accounts = await allPages(
        paginateListAccounts({ client }, { accessToken, maxResults: 100 }, { abortSignal }),
        ({ accountList }) => accountList,
      );
      const rolesOf = async ({ accountId = '', accountName = '' }: Account): Promise<IdentityCenterRole[]> => {
        const roles = await allPages(
          paginateListAccountRoles({ client }, { accessToken, accountId, maxResults: 100 }, { abortSignal }),
          ({ roleList }) => roleList,
        );
        return roles.map(({ roleName = '' }) => ({ accountId, accountName, roleName }));
      };
      return (await inParallel(accounts, PARALLEL_ACCOUNTS, rolesOf)).flat().sort(byAccountAndRole);
    });
  }

  /** Forgets the tokens and ends the sign-in they stand for, the AWS CLI's included (portal Logout). */
  async signOut(instance: IdentityCenterInstance, signal: AbortSignal): Promise<void> {
    for (const { accessToken, endpoint } of await this.signIns.forget(instance)) {
      const portal = this.clients.portal({ region: instance.region, endpoint });
      try {
        await portal.send(new LogoutCommand({ accessToken }), { abortSignal: signal });
      } catch (error) {
        const failure = fromSdkError(error, identityCenterHostName('portal.sso', instance), [accessToken]);
        // A sign-in that has ended by itself needs no end.
        if (failure.kind !== 'expired') throw failure;
      } finally {
        portal.destroy();
      }
    }
  }

  /** Calls the portal with a token, and once more with a new one when that has been revoked. */
  async #call<T>(
    instance: IdentityCenterInstance,
    { interactive, signal }: PortalContext,
    work: (portal: SSOClient, accessToken: string, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const attempt = async (rejected?: string): Promise<T> => {
      const accessToken = await this.signIns.accessToken(instance, { interactive, signal, rejected });
      const portal = this.clients.portal(instance);
      try {
        return await work(portal, accessToken, ownSignal(signal));
      } catch (error) {
        const failure = fromSdkError(error, identityCenterHostName('portal.sso', instance), [accessToken]);
        if (failure.kind !== 'expired' || rejected !== undefined) throw failure;
        throw new Rejected(accessToken, failure);
      } finally {
        portal.destroy();
      }
    };
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Rejected) return attempt(error.accessToken);
      throw fromSdkError(error, identityCenterHostName('portal.sso', instance));
    }
  }
}

/** The portal's word that a token stands for no sign-in (any more). Never leaves this file. */
class Rejected extends Error {
  readonly accessToken: string;

  constructor(accessToken: string, cause: AppError) {
    super(cause.message, { cause });
    this.accessToken = accessToken;
  }
}

/** Pages of a hundred accounts or roles: ten times as many as an organization of AWS may have. */
const MAX_PAGES = 1000;

async function allPages<Page, Item>(
  pages: AsyncIterable<Page>,
  items: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const all: Item[] = [];
  let read = 0;
  for await (const page of pages) {
    all.push(...(items(page) ?? []));
    if (++read >= MAX_PAGES) throw new AppError('strangeAnswer', t('The list of Identity Center does not end.'));
  }
  return all;
}

function byAccountAndRole(a: IdentityCenterRole, b: IdentityCenterRole): number {
  return (
    a.accountName.localeCompare(b.accountName) ||
    a.accountId.localeCompare(b.accountId) ||
    a.roleName.localeCompare(b.roleName)
  );
}
