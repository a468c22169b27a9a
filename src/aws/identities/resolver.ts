import type { BaseIdentity, BaseIdentityType } from '../../core/roles/baseIdentity';
import type { Credentials } from '../../core/sessions/credentials';
import type { SourceContext } from '../../core/sessions/ports';

/** The base identity of one type. */
export type IdentityOf<T extends BaseIdentityType> = Extract<BaseIdentity, { type: T }>;

/** Gets the credentials of one type of base identity. Errors of the SDK may be thrown as they are. */
export type Resolver<T extends BaseIdentityType> = (
  source: IdentityOf<T>,
  context: SourceContext,
) => Promise<Credentials>;

/** How every type of base identity gets its credentials. */
export type Resolvers = { readonly [T in BaseIdentityType]: Resolver<T> };
