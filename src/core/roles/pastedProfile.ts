import type { WrittenProfile } from './profileSchema';

/** A profile as pasted: where its first credentials come from may still have to be asked. */
export type PastedProfile = Omit<WrittenProfile, 'source'> & { source?: WrittenProfile['source'] | undefined };
