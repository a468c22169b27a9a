import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { recipeOf } from '../../../../src/core/roles/consent/recipe';
import type { Profile } from '../../../../src/core/roles/profile';
import { AppError } from '../../../../src/core/support/errors';
import { AllowedFolders } from '../../../../src/vscode/files/allowedFolders';
import { profileOf } from '../../support/memoryWorld';

const FOLDER = { profile: 'Admin', bucket: 'lake', prefix: 'team/' };
const mine = profileOf('Admin', ['Admin']);
const others: Readonly<Record<string, Profile>> = {
  'ad hoc': { ...mine, origin: 'adHoc' },
  'in the AWS config': { ...mine, origin: 'awsConfig' },
  'of a workspace': { ...mine, origin: 'workspace', workspaceRecipe: recipeOf(mine) },
  'with another role': profileOf('Admin', ['Other']),
};

/** What is kept, as VS Code keeps it: as JSON. */
class Kept {
  #text = new Map<string, string>();
  readonly get = (key: string): unknown => JSON.parse(this.#text.get(key) ?? 'null');
  readonly update = (key: string, value: unknown): Promise<void> => {
    this.#text.set(key, JSON.stringify(value));
    return Promise.resolve();
  };
}

describe('a folder of S3 whose configuration a person allowed', () => {
  let state: Kept;
  let now: Profile | undefined;

  const folders = (): AllowedFolders =>
    new AllowedFolders(state as unknown as vscode.Memento, () => {
      if (now) return now;
      throw new AppError('profileNotFound', 'None.');
    });

  beforeEach(() => {
    state = new Kept();
    now = mine;
  });

  it('counts in every window, after an edit of the profile too', async () => {
    await folders().allow(folders().toAllow(FOLDER));
    now = { ...mine, description: 'edited', region: 'eu-west-1' };
    assert.equal(folders().includes(FOLDER), true);
    assert.equal(folders().includes({ ...FOLDER, prefix: 'team/a/' }), false);
    assert.equal(folders().includes({ ...FOLDER, profile: 'other' }), false);
  });

  for (const [which, other] of Object.entries(others)) {
    it(`does not count for another profile of the name, one ${which}, in neither direction`, async () => {
      await folders().allow(folders().toAllow(FOLDER));
      now = other;
      assert.equal(folders().includes(FOLDER), false);
      await folders().clear();
      await folders().allow(folders().toAllow(FOLDER));
      assert.equal(folders().includes(FOLDER), true);
      now = mine;
      assert.equal(folders().includes(FOLDER), false);
    });
  }

  it('counts for nobody while there is no profile of the name, and nothing can be allowed then', async () => {
    await folders().allow(folders().toAllow(FOLDER));
    now = undefined;
    assert.equal(folders().includes(FOLDER), false);
    assert.throws(() => folders().toAllow(FOLDER));
    assert.equal(folders().all.length, 1, 'it can still be taken back');
  });

  it('is allowed to whom the person was asked about, whatever gets the name meanwhile', async () => {
    const asked = folders().toAllow(FOLDER);
    now = others['of a workspace'];
    await folders().allow(asked);
    assert.equal(folders().includes(FOLDER), false);
  });

  it('stops counting for the one it is taken from', async () => {
    await folders().allow(folders().toAllow(FOLDER));
    now = others['ad hoc'];
    await folders().allow(folders().toAllow(FOLDER));
    const [first] = folders().all;
    assert.ok(first);
    const told: unknown[] = [];
    const here = folders();
    here.onDidChange((folder) => told.push(folder));
    await here.stop(first);
    assert.equal(told.length, 1);
    assert.equal(here.includes(FOLDER), true);
    now = mine;
    assert.equal(here.includes(FOLDER), false);
  });

  it('that an earlier version kept for a mere name counts for nobody', async () => {
    await state.update('assumeRole.allowedFolders', [FOLDER, { ...FOLDER, grantee: 7 }]);
    assert.deepEqual(folders().all, []);
    assert.equal(folders().includes(FOLDER), false);
  });
});
