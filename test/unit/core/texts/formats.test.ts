import assert from 'node:assert/strict';
import { formatNumber, formatTime } from '../../../../src/core/texts/formats';
import { markHidden } from '../../../../src/core/texts/visible';

describe('numbers and times', () => {
  it('hold nothing that would be shown as a hidden character, in any language', () => {
    for (const locale of ['en', 'fr', 'cs', 'pl', 'ar', 'he', 'fa', 'ja', 'de']) {
      for (const text of [
        formatNumber(1_234_567.5, locale),
        formatNumber(12, locale, { style: 'unit', unit: 'kilobyte' }),
        formatTime(0, locale, { dateStyle: 'short', timeStyle: 'short', timeZone: 'UTC' }),
        formatTime(0, locale, { dateStyle: 'medium', timeStyle: 'long', timeZone: 'UTC' }),
      ]) {
        assert.equal(markHidden(text), text, locale);
      }
    }
    assert.equal(formatNumber(1_234_567, 'fr'), '1 234 567');
  });
});
