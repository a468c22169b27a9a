import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { curlCommand, presigningProblem } from '../../../../src/core/s3/presignedUrls';

describe('A curl command', () => {
  const file = (key: string): string | undefined =>
    /^curl --fail (?:--globoff )?--output (.*) 'https:\/\/lake\/x'$/.exec(
      curlCommand('GET', 'https://lake/x', key),
    )?.[1];

  it('holds the URL and the file as the shell takes them', () => {
    assert.equal(
      curlCommand('PUT', "https://lake/a?b=c&d='", 'x/my file.csv'),
      "curl --fail --upload-file 'my file.csv' 'https://lake/a?b=c&d='\\'''",
    );
    assert.equal(curlCommand('GET', 'https://lake/a', 'x/a.csv'), "curl --fail --output 'a.csv' 'https://lake/a'");
  });

  it('names the file as the object is named, whatever its letters', () => {
    for (const name of ['résumé.pdf', '日本.csv', 'a (1) & b; $HOME `id`.txt', "it's.txt", ' ', '!~*?|<>"%\\n.txt']) {
      const [command = ''] = [file(`docs/${name}`)];
      assert.equal(execFileSync('/bin/sh', ['-c', `printf %s ${command}`], { encoding: 'utf8' }), name);
    }
  });

  it('writes to one file here, which is no option and no pattern', () => {
    assert.equal(file('-o.txt'), "'./-o.txt'");
    assert.equal(file('-'), "'./-'");
    assert.equal(
      curlCommand('PUT', 'https://lake/x', 'part[1-3]{a,b}'),
      "curl --fail --globoff --upload-file 'part[1-3]{a,b}' 'https://lake/x'",
    );
  });

  it('fetches no hidden file, which could configure a shell', () => {
    assert.equal(file('home/.bashrc'), "'object.bashrc'");
    assert.equal(file('...'), "'object...'");
    assert.match(curlCommand('PUT', 'https://lake/x', 'home/.bashrc'), /--upload-file '\.bashrc'/);
  });

  it('calls it "object" where no file should be called so', () => {
    for (const key of ['folder/', 'a\nb', 'a\u001b[2J', 'a\u202eb', 'x'.repeat(256)])
      assert.equal(file(key), "'object'");
  });
});

describe('A presigned URL', () => {
  it('cannot be for a key with "." or ".." between its slashes, which browsers and curl resolve', () => {
    for (const key of ['a/../b', './a', 'a/.', '..']) {
      assert.equal(presigningProblem(key)?.kind, 'invalidRequest', key);
    }
    for (const key of ['a..b/.c', '...', 'a//b']) assert.equal(presigningProblem(key), undefined, key);
  });
});
