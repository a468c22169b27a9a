import type { AppError } from '../../support/errors';

/** Something that is read from S3 by itself, and may be refused by itself. */
export interface Part<T> {
  /** What was read last; it stays while it is read anew. */
  readonly value?: T | undefined;
  readonly error?: AppError | undefined;
  readonly reading: boolean;
}

/** Nothing asked for yet. */
export const UNREAD = { reading: false } as const satisfies Part<never>;
