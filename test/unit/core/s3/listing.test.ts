import assert from 'node:assert/strict';
import { Listing, type Page } from '../../../../src/core/s3/listing';
import { isAppError } from '../../../../src/core/support/errors';

describe('a listing', () => {
  it('takes no page from a request that all had given up, however late it answers', async () => {
    const answers: ((page: Page<string>) => void)[] = [];
    const listing = new Listing({ fetch: () => new Promise<Page<string>>((resolve) => answers.push(resolve)) });
    const first = new AbortController();
    const givenUp = listing.first(first.signal);
    first.abort();
    await assert.rejects(givenUp, (error) => isAppError(error, 'cancelled'));
    const second = listing.first(new AbortController().signal);
    for (const answer of answers) answer({ items: ['a'] });
    await second;
    assert.equal(answers.length, 2);
    assert.deepEqual(listing.state?.items, ['a']);
  });
});
