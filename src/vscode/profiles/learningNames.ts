import { learntNames } from '../../core/roles/accounts/keptNames';
import type { RoleDirectory } from '../../core/roles/discovery';
import type { KeptAccountNames } from './keptAccountNames';

/** A directory whose lists of roles teach account names; it makes no call of its own. */
export function learningNames(
  directory: RoleDirectory,
  names: Pick<KeptAccountNames, 'value' | 'keep'>,
): RoleDirectory {
  return {
    identityCenterRoles: async (instance, context) => {
      const roles = await directory.identityCenterRoles(instance, context);
      const learnt = learntNames(names.value, instance, roles);
      if (learnt) await names.keep(learnt);
      return roles;
    },
    signOut: (...args) => directory.signOut(...args),
    trustingRoles: (...args) => directory.trustingRoles(...args),
  };
}
