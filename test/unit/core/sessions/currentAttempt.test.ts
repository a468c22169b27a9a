import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/roles/profile';
import { CurrentAttempt } from '../../../../src/core/sessions/currentAttempt';
import { AppError, cancelled, isAppError } from '../../../../src/core/support/errors';
import { profileOf } from '../../support/memoryWorld';

const LAKE = profileOf('lake', []);
const HUB = profileOf('hub', []);
const never = new AbortController().signal;

/** Work that ends when its signal is aborted, as all work on sessions does. */
function untilGivenUp(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(cancelled())));
}

/** An attempt with what its listener was told. */
function listened() {
  const told: string[] = [];
  const tell =
    (what: string) =>
    ({ name }: Profile): void =>
      void told.push(`${what} ${name}`);
  const attempt = new CurrentAttempt({
    onDidBegin: tell('begin'),
    onDidFail: tell('fail'),
    onDidEnd: () => void told.push('end'),
  });
  return { attempt, told };
}

const isCancelled = (error: unknown): boolean => isAppError(error, 'cancelled');

describe('the attempt to get a session', () => {
  it('is known by its profile until it has ended', async () => {
    const { attempt, told } = listened();
    const work = attempt.run(LAKE, never, () => Promise.resolve('session'));
    assert.equal(attempt.profileName, 'lake');
    assert.equal(await work, 'session');
    assert.equal(attempt.profileName, undefined);
    assert.deepEqual(told, ['begin lake', 'end']);
  });

  it('ends quietly when the person gives up, in either way', async () => {
    const { attempt, told } = listened();
    const giveUp = new AbortController();
    const first = attempt.run(LAKE, giveUp.signal, untilGivenUp);
    giveUp.abort();
    await assert.rejects(first, isCancelled);
    const second = attempt.run(HUB, never, untilGivenUp);
    attempt.cancel();
    await assert.rejects(second, isCancelled);
    assert.deepEqual(told, ['begin lake', 'end', 'begin hub', 'end']);
  });

  it('tells of its failure', async () => {
    const { attempt, told } = listened();
    const failure = new AppError('network', 'No answer.');
    await assert.rejects(
      attempt.run(LAKE, never, () => Promise.reject(failure)),
      failure,
    );
    assert.deepEqual(told, ['begin lake', 'fail lake', 'end']);
  });

  it('gives way to the next one, and says nothing when it ends late, not even with a failure', async () => {
    const { attempt, told } = listened();
    let fail: (reason: Error) => void = () => undefined;
    const stubborn = attempt.run(LAKE, never, () => new Promise<never>((_, reject) => (fail = reject)));
    const next = attempt.run(HUB, never, untilGivenUp);
    fail(new Error('late'));
    await assert.rejects(stubborn, /late/);
    assert.equal(attempt.profileName, 'hub');
    assert.deepEqual(told, ['begin lake', 'begin hub']);
    attempt.cancel();
    await assert.rejects(next, isCancelled);
  });
});
