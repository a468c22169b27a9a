import assert from 'node:assert/strict';
import type { RoleDirectory } from '../../../../src/core/roles/discovery';
import { keptNames } from '../../../../src/core/roles/accounts/keptNames';
import { KeptAccountNames } from '../../../../src/vscode/profiles/keptAccountNames';
import { learningNames } from '../../../../src/vscode/profiles/learningNames';

/** VS Code's Memento, which keeps JSON. */
class State {
  readonly values = new Map<string, string>();
  get(key: string): unknown {
    const text = this.values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }
  update(key: string, value: unknown): Promise<void> {
    this.values.set(key, JSON.stringify(value));
    return Promise.resolve();
  }
}

const ACME = { startUrl: 'https://acme.awsapps.com/start', region: 'eu-west-1', endpoint: undefined };
const OTHER = { startUrl: 'https://other.awsapps.com/start', region: 'eu-west-1', endpoint: undefined };
const role = (accountId: string, accountName: string) => ({ accountId, accountName, roleName: 'Admin' });

type Context = Parameters<RoleDirectory['identityCenterRoles']>[1];
type Roles = Awaited<ReturnType<RoleDirectory['identityCenterRoles']>>;

function names(state = new State()) {
  const store = new KeptAccountNames(state as unknown as ConstructorParameters<typeof KeptAccountNames>[0]);
  let changes = 0;
  store.onDidChange(() => (changes += 1));
  const kept = {
    get names() {
      return keptNames(store.value);
    },
    learn: async (instance: typeof ACME, roles: Roles): Promise<void> => {
      const directory = { identityCenterRoles: () => Promise.resolve(roles) } as unknown as RoleDirectory;
      const listed = await learningNames(directory, store).identityCenterRoles(instance, {} as Context);
      assert.equal(listed, roles);
    },
  };
  return { kept, state, changes: () => changes };
}

describe('account names of Identity Centers', () => {
  it('are kept for later windows, and told once', async () => {
    const { kept, state, changes } = names();
    await kept.learn(ACME, [role('400017777776', 'Data lake'), role('400017777776', 'Data lake')]);
    await kept.learn(ACME, [role('400017777776', 'Data lake')]);
    assert.equal(changes(), 1);
    assert.deepEqual([...names(state).kept.names], [['400017777776', 'Data lake']]);
  });

  it('follow their own Identity Center, and no other', async () => {
    const { kept } = names();
    await kept.learn(ACME, [role('400017777776', 'Data lake prod')]);
    await kept.learn(OTHER, [role('400017777776', 'Sandbox'), role('111111111111', 'Theirs')]);
    assert.equal(kept.names.get('400017777776'), 'Data lake prod');
    assert.equal(kept.names.get('111111111111'), 'Theirs');
    await kept.learn(ACME, [role('400017777776', 'Data lake live')]);
    assert.equal(kept.names.get('400017777776'), 'Data lake live');
  });

  it('are kept as they may be shown, for account IDs only', async () => {
    const { kept } = names();
    await kept.learn(ACME, [role('400017777776', ' a\u202Eb\n'), role('__proto__', 'x'), role('222222222222', '')]);
    assert.deepEqual([...kept.names], [['400017777776', 'a⟨U+202E⟩b']]);
  });

  it('are none where something else is kept', () => {
    for (const value of [null, 5, [], { '400017777776': 'x' }, { '400017777776': { name: 5, startUrl: 'x' } }]) {
      const state = new State();
      void state.update('assumeRole.accountNames', value);
      assert.deepEqual([...names(state).kept.names], []);
    }
  });

  it('are limited in number, the oldest going first', async () => {
    const { kept } = names();
    const ids = Array.from({ length: 5_001 }, (_, index) => String(100_000_000_000 + index));
    await kept.learn(
      ACME,
      ids.map((id) => role(id, id)),
    );
    assert.equal(kept.names.size, 5_000);
    assert.ok(!kept.names.has(ids[0] ?? ''));
  });
});
