import assert from 'node:assert/strict';
import { projectFile } from './manifest';

/** Template of permissions in the code, such as `s3:GetObject${'' | 'Version'}`, written out. */
function writtenOut(template: string): string[] {
  const [, before, choices, after] = /^(.*?)\$\{([^}]*)\}(.*)$/.exec(template) ?? [];
  if (before === undefined || choices === undefined || after === undefined) return [template];
  return [...choices.matchAll(/'(\w*)'/g)].flatMap(([, choice = '']) => writtenOut(before + choice + after));
}

/** Every permission that an error of ours may name. */
function permissionsOfCode(): string[] {
  const source = projectFile('src/aws/s3/requests.ts');
  const [, type = ''] = /export type S3Action =(.*?);/s.exec(source) ?? [];
  return [...type.matchAll(/['`](s3:[^;\n]+?)['`]$/gm)].flatMap(([, template = '']) => writtenOut(template));
}

describe('the reference of permissions', () => {
  const [, section = ''] = /\n## Which permission is for what\n(.*?)(?=\n## |$)/s.exec(projectFile('docs/s3.md')) ?? [];
  const explained = new Set([...section.matchAll(/`(s3:\w+)`/g)].map(([, permission]) => permission ?? ''));

  it('names every permission that a message may name', () => {
    const named = permissionsOfCode();
    assert.ok(named.includes('s3:DeleteObjectVersion') && named.length > 15, named.join(' '));
    assert.deepEqual(
      named.filter((permission) => !explained.has(permission)),
      [],
    );
  });

  it('names no permission that the code does not know', () => {
    const known = new Set(permissionsOfCode());
    assert.deepEqual(
      [...explained].filter((permission) => !known.has(permission) && permission !== 's3:prefix'),
      [],
    );
  });
});
