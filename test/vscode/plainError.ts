/** A failure whose message says all a person needs, so it is shown without a stack. */
export class PlainError extends Error {}
