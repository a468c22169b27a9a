/**
 * A signal that aborts with `signal`, for one request or wait alone: many may go with one signal, and Node takes more than
 * ten listeners of one for a leak.
 */
export function ownSignal(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal]);
}
