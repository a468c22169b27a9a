import type { Workbench } from './workbench';

/** An `afterEach` hook that takes a picture of the window when a test failed. */
export function pictureOnFailure(window: () => Workbench | undefined): (this: Mocha.Context) => Promise<void> {
  return async function () {
    const test = this.currentTest;
    if (test?.state === 'failed') await window()?.screenshot(`failed ${test.fullTitle().replaceAll(/\W+/g, ' ')}`);
  };
}
