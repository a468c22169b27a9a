import type { Profile } from '../roles/profile';
import { stsDestination } from '../secrets/destination';
import { useBy, type SecretUse } from '../secrets/secretUse';
import type { SecretVault } from './ports';

/**
 * Returns when every value of the environment that stands in a profile may go to its STS; to be awaited before each of
 * its calls there, whichever texts that call takes.
 * @throws {AppError} those of {@link SecretVault}
 */
export async function allowVariables(
  vault: Pick<SecretVault, 'allow'>,
  profile: Profile,
  wanted: Pick<SecretUse, 'interactive' | 'signal'>,
): Promise<void> {
  const to = stsDestination(profile);
  const use = useBy(profile, wanted);
  for (const name of profile.environment ?? []) await vault.allow({ type: 'environmentVariable', name }, [to], use);
}
