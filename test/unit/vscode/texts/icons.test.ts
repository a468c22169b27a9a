import assert from 'node:assert/strict';
import { iconText } from '../../../../src/vscode/texts/icons';

describe('labels with icons', () => {
  it('draw the icon of ours and none of a name', () => {
    const label = iconText({ icon: 'key', text: '$(flame) a\n$(sync~spin)' });
    assert.deepEqual(label.match(/\$\([a-z~-]+\)/g), ['$(key)']);
    assert.equal(label.replaceAll('\u2060', ''), '$(key) $(flame) a␊$(sync~spin)');
  });
});
