/** What keeps a person from harm while they use a profile. */
export interface GuardRails {
  /** Whether the last hop carries a session policy that lets it read only. */
  readonly readOnly: boolean;
  /** Whether it is marked, and destructive calls are confirmed by typing. */
  readonly production: boolean;
}

/** Guard rails add up: what one place asks for no other takes off. */
export function addGuardRails(...rails: readonly (Partial<GuardRails> | undefined)[]): GuardRails {
  return {
    readOnly: rails.some((rail) => rail?.readOnly === true),
    production: rails.some((rail) => rail?.production === true),
  };
}
