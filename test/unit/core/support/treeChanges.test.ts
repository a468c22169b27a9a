import assert from 'node:assert/strict';
import { TreeChanges } from '../../../../src/core/support/treeChanges';
import { ManualClock } from '../../support/manualClock';

describe('the changes of a tree', () => {
  let clock: ManualClock;
  let changes: TreeChanges<string>;
  let told: (readonly string[] | undefined)[];

  beforeEach(() => {
    clock = new ManualClock();
    changes = new TreeChanges(clock);
    told = [];
    changes.event((nodes) => told.push(nodes));
  });

  it('are told together when they come together, each node once', async () => {
    changes.fire('a');
    await clock.advance(10);
    changes.fire('b');
    changes.fire('a');
    await clock.advance(9);
    assert.deepEqual(told, []);
    await clock.advance(1);
    assert.deepEqual(told, [['a', 'b']]);
  });

  it('are told some time after an answer, however many follow each other', async () => {
    changes.answered();
    changes.fire('a');
    await clock.advance(40);
    changes.answered();
    await clock.advance(40);
    assert.deepEqual(told, []);
    await clock.advance(10);
    assert.deepEqual(told, [['a']]);
  });

  it('are told so seldom that VS Code holds none back', async () => {
    changes.fire('a');
    await clock.advance(20);
    changes.fire('b');
    await clock.advance(100);
    changes.fire('c');
    await clock.advance(149);
    assert.deepEqual(told, [['a']]);
    await clock.advance(1);
    assert.deepEqual(told, [['a'], ['b', 'c']]);
  });

  it('are one of the whole tree when one of them is', async () => {
    changes.answered();
    changes.fire('a');
    changes.fire(undefined);
    await clock.advance(50);
    assert.deepEqual(told, [undefined]);
  });

  it('can be waited for', async () => {
    let isTold = false;
    await changes.told();
    changes.answered();
    changes.fire('a');
    void changes.told().then(() => (isTold = true));
    await clock.advance(49);
    assert.equal(isTold, false);
    await clock.advance(1);
    assert.equal(isTold, true);
  });

  it('do not wait for a clock that was set back', async () => {
    changes.fire('a');
    await clock.advance(20);
    changes.answered();
    clock.jump(-3_600_000);
    changes.fire('b');
    await clock.advance(20);
    assert.deepEqual(told, [['a'], ['b']]);
  });

  it('end with the view', async () => {
    changes.answered();
    changes.fire('a');
    changes.dispose();
    await clock.advance(1000);
    assert.deepEqual(told, []);
    assert.equal(clock.pending, 0);
  });
});
