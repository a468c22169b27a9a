import assert from 'node:assert/strict';

/** The parts of an SDK error that AWS decides. */
export interface Refusal {
  readonly status: number;
  /** The SDK's error name, which is the code or the name of the modelled error. */
  readonly name: string;
  readonly message?: string | RegExp;
}

/** Asserts that AWS refuses a call, with this status, code and message. */
export async function assertRefused(call: Promise<unknown>, { status, name, message }: Refusal): Promise<void> {
  await assert.rejects(call, (error: Error & { $metadata?: { httpStatusCode?: number } }) => {
    assert.deepEqual({ name: error.name, status: error.$metadata?.httpStatusCode }, { name, status }, error.message);
    if (typeof message === 'string') assert.equal(error.message, message);
    else if (message) assert.match(error.message, message);
    return true;
  });
}
