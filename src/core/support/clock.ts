/** Time as the core sees it, so that tests can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs `action` once after `milliseconds`; dispose to prevent it. */
  after(milliseconds: number, action: () => void): { dispose(): void };
}
