import assert from 'node:assert/strict';
import { commandEnvironment, parseCommandLine } from '../../../../src/aws/identities/commandLine';

describe('a command line', () => {
  it('on Windows takes backslashes for themselves and quotation marks as Microsoft does', () => {
    const text = String.raw`C:\tools\get.exe --dir "C:\Program Files\\" a\"b "c d"\e`;
    assert.deepEqual(parseCommandLine(text, 'win32'), {
      program: String.raw`C:\tools\get.exe`,
      args: ['--dir', String.raw`C:\Program Files` + '\\', 'a"b', String.raw`c d\e`],
    });
  });

  for (const program of ['.\\tool.exe', 'tools\\tool', 'tools/tool', 'C:tool.exe']) {
    it(`on Windows does not start ${program} of some folder`, () => {
      assert.throws(() => parseCommandLine(`${program} x`, 'win32'), /relative path/);
    });
  }

  it('on Windows refuses a batch file, whose arguments a shell would read', () => {
    assert.throws(() => parseCommandLine('C:\\tool.CMD a&calc', 'win32'), /batch file/);
  });

  it('on Windows leaves out relative folders of the path, whatever its name is spelt like', () => {
    const env = commandEnvironment(
      { Path: '.;C:\\bin;bin;\\\\server\\bin', vscode_pid: '1', AWS_PROFILE: 'x' },
      'win32',
    );
    assert.deepEqual(env, { Path: 'C:\\bin;\\\\server\\bin', AWS_PROFILE: 'x' });
  });
});
