/**
 * Says of the suite it is called in that each test goes on where the one before ended: after a failure the rest of the
 * suite is not run. Mocha's own `bail` would leave out the tests of other files too.
 */
export function stepsInOrder(): void {
  let broken = false;
  beforeEach(function () {
    if (broken) this.skip();
  });
  afterEach(function () {
    broken ||= this.currentTest?.state === 'failed';
  });
}
