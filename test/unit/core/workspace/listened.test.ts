import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isListenedTo } from '../../../../src/core/workspace/listened';

const SCHEMES = [
  'file',
  'vscode-remote',
  'untitled',
  'assume-role-s3',
  'vscode-vfs',
  'vscode-userdata',
  'vscode-local',
];
const scheme = fc.oneof(
  fc.constantFrom(...SCHEMES, 'FILE', 'file ', '', 'memfs', 's3', 'assume-role-s3-preview'),
  fc.string(),
);

describe('Whether a workspace may be listened to', () => {
  it('is so for trusted folders on this machine or the remote one, be they in a workspace file or not', () => {
    for (const file of [undefined, 'file', 'vscode-remote', 'untitled']) {
      for (const folders of [[], ['file'], ['vscode-remote'], ['file', 'vscode-remote', 'file']]) {
        assert.equal(isListenedTo({ isTrusted: true, folders, file }), true, JSON.stringify({ file, folders }));
      }
    }
  });

  it('is never so without trust', () => {
    fc.assert(
      fc.property(fc.array(scheme), fc.option(scheme, { nil: undefined }), (folders, file) => {
        assert.equal(isListenedTo({ isTrusted: false, folders, file }), false);
      }),
    );
  });

  it('is not so with one folder anywhere else, whatever stands around it', () => {
    const elsewhere = scheme.filter((name) => name !== 'file' && name !== 'vscode-remote');
    fc.assert(
      fc.property(fc.array(scheme), elsewhere, fc.array(scheme), (before, other, after) => {
        assert.equal(isListenedTo({ isTrusted: true, folders: [...before, other, ...after], file: undefined }), false);
      }),
    );
  });

  it('is not so with a workspace file anywhere else', () => {
    const elsewhere = scheme.filter((name) => !['file', 'vscode-remote', 'untitled'].includes(name));
    fc.assert(
      fc.property(elsewhere, (file) => {
        assert.equal(isListenedTo({ isTrusted: true, folders: ['file'], file }), false);
      }),
    );
  });

  it('is not so for a folder of an untitled workspace that is untitled itself', () => {
    assert.equal(isListenedTo({ isTrusted: true, folders: ['untitled'], file: 'untitled' }), false);
  });
});
