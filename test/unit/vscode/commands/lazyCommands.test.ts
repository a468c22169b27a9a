import assert from 'node:assert/strict';
import { lazy } from '../../../../src/core/support/lazy';
import { lazyCommands } from '../../../../src/vscode/commands/lazyCommands';

describe('Commands of a bundle that is loaded late', () => {
  const ids = { 'assumeRole.assume': true, 'assumeRole.exit': true } as const;

  it('load it at the first use, once, and hand on arguments and answers', async () => {
    let loads = 0;
    const commands = lazyCommands(
      ids,
      lazy(() => {
        loads++;
        return Promise.resolve({
          'assumeRole.assume': (profile?: string) => `assumed ${profile ?? 'nobody'}`,
          'assumeRole.exit': () => 'exited',
        });
      }),
    );
    assert.deepEqual(Object.keys(commands), Object.keys(ids));
    assert.equal(loads, 0, 'nothing is loaded for their registration');
    assert.equal(await commands['assumeRole.assume']('alice'), 'assumed alice');
    assert.equal(await commands['assumeRole.exit'](), 'exited');
    assert.equal(loads, 1);
  });

  it('fail when it cannot be loaded, and try again at the next use', async () => {
    let isThere = false;
    const commands = lazyCommands(
      { 'assumeRole.exit': true },
      lazy(() =>
        isThere ? Promise.resolve({ 'assumeRole.exit': () => 'exited' }) : Promise.reject(new Error('no such file')),
      ),
    );
    await assert.rejects(Promise.resolve(commands['assumeRole.exit']()), /no such file/);
    isThere = true;
    assert.equal(await commands['assumeRole.exit'](), 'exited');
  });
});
