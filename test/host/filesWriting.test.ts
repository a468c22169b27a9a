import {
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, extensionStarted, run } from './support/extension';
import { objectUri, refusalOf, textOf } from './support/objects';
import { variantOf, writeUserProfiles } from './support/profiles';
import { requestsDuring } from './support/requests';
import { somebodyElse } from './support/somebodyElse';

const { fs } = vscode.workspace;
const BUCKET = 'acme-drafts';
const draft = (key: string): vscode.Uri => objectUri('analyst', BUCKET, `writing/${key}`);
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('Writing an object as a file', () => {
  let s3: S3Client;

  before(async () => {
    await extensionStarted();
    s3 = await somebodyElse();
    await run('assumeRole.assume', 'analyst');
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(async () => {
    await fs.delete(objectUri('analyst', BUCKET, 'writing'), { recursive: true });
    await run('assumeRole.exit');
    s3.destroy();
  });

  const put = (key: string, Body: string) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `writing/${key}`, Body }));
  const stored = async (key: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: `writing/${key}` }));
    return (await Body?.transformToString()) ?? '';
  };

  it('creates it, and replaces it', async () => {
    const uri = draft('new.txt');
    await fs.writeFile(uri, bytes('one'));
    assert.equal(await stored('new.txt'), 'one');
    const first = await fs.stat(uri);
    assert.deepEqual([first.type, first.size, first.permissions], [vscode.FileType.File, 3, undefined]);

    await fs.writeFile(uri, bytes('three'));

    assert.equal(await stored('new.txt'), 'three');
    assert.equal(await textOf(uri), 'three');
    const second = await fs.stat(uri);
    assert.equal(second.size, 5);
    assert.ok(second.mtime > first.mtime, 'later, also within a second');
  });

  it('gives a new object the content type of its name', async () => {
    const types = [
      ['a.json', '{}', 'application/json'],
      ['a.csv', 'a', 'text/csv; charset=utf-8'],
      ['a.ts', 'let a', 'text/x-typescript; charset=utf-8'],
      ['a.PNG', '\u0089PNG', 'image/png'],
      ['Makefile', 'all:', 'text/plain; charset=utf-8'],
      ['core', '\0\u0001', 'application/octet-stream'],
    ] as const;
    for (const [name, content, type] of types) {
      await fs.writeFile(draft(name), bytes(content));
      const head = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: `writing/${name}` }));
      assert.equal(head.ContentType, type, name);
    }
  });

  it('changes nothing but the content', async () => {
    const object = { Bucket: 'acme-records', Key: 'customers.csv' };
    const uri = objectUri('analyst', object.Bucket, object.Key);
    const settings = async () => {
      const head = await s3.send(new HeadObjectCommand(object));
      const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand(object));
      const { ContentType, ContentLanguage, ContentDisposition, CacheControl, Metadata } = head;
      const { StorageClass, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = head;
      const tags = TagSet.map(({ Key, Value }) => `${Key}=${Value}`).sort();
      return {
        ...{ ContentType, ContentLanguage, ContentDisposition, CacheControl, Metadata, tags },
        ...{ StorageClass, ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled },
      };
    };
    const before = await settings();
    assert.equal(before.tags.length, 3);
    assert.equal(Object.keys(before.Metadata ?? {}).length, 3);

    await fs.writeFile(uri, bytes('customer,country\nC0009,FR\n'));

    assert.equal(await textOf(uri), 'customer,country\nC0009,FR\n');
    assert.deepEqual(await settings(), before);
  });

  it('is refused with the code that VS Code knows', async () => {
    await put('taken', 'taken');
    await put('folder/inside', 'inside');
    const cases: readonly [string, () => PromiseLike<unknown>, string][] = [
      ['onto a folder', () => fs.writeFile(draft('folder'), bytes('')), 'FileIsADirectory'],
      [
        'onto a bucket',
        () => fs.writeFile(objectUri('analyst', BUCKET, '').with({ path: `/${BUCKET}` }), bytes('')),
        'FileIsADirectory',
      ],
      ['rename onto an object', () => fs.rename(draft('folder/inside'), draft('taken')), 'FileExists'],
      ['copy onto an object', () => fs.copy(draft('folder/inside'), draft('taken')), 'FileExists'],
      ['rename what is missing', () => fs.rename(draft('missing'), draft('other')), 'FileNotFound'],
      ['delete what is missing', () => fs.delete(draft('missing')), 'FileNotFound'],
      ['read a folder', () => fs.readFile(draft('folder')), 'FileIsADirectory'],
      ['list an object', () => fs.readDirectory(draft('taken')), 'FileNotADirectory'],
      ['list what is missing', () => fs.readDirectory(draft('missing')), 'FileNotFound'],
      ['create a folder in place of an object', () => fs.createDirectory(draft('taken')), 'FileExists'],
      [
        'in a bucket that is not there',
        () => fs.writeFile(objectUri('analyst', 'no-such-bucket', 'a'), bytes('')),
        'FileNotFound',
      ],
      [
        'delete a bucket',
        () => fs.delete(draft('').with({ path: `/${BUCKET}` }), { recursive: true }),
        'NoPermissions',
      ],
      ['without a session', () => fs.readFile(objectUri('lake-reader', 'lake-events', 'a')), 'Unavailable'],
    ];
    for (const [what, operation, code] of cases) {
      const refusal = await refusalOf(operation());
      assert.equal(refusal.code, code, `${what}: ${refusal.message}`);
    }
    assert.equal(await stored('taken'), 'taken');
    assert.equal(await stored('folder/inside'), 'inside');
  });

  it('is refused before S3 is asked, through a profile for reading only', async () => {
    await run('assumeRole.assume', 'vault-prod');
    const uri = objectUri('vault-prod', 'partner-exchange', 'acme/new.txt');
    try {
      const entries = await requestsDuring(async () => {
        const { code, message } = await refusalOf(fs.writeFile(uri, bytes('new')));
        assert.equal(code, 'NoPermissions', message);
      });
      assert.deepEqual(
        entries.filter(({ method }) => method !== 'GET' && method !== 'HEAD'),
        [],
      );
      const [name = ''] = (await fs.readDirectory(objectUri('vault-prod', 'partner-exchange', 'acme'))).flatMap(
        ([entry, type]) => (type === vscode.FileType.File ? entry : []),
      );
      const { permissions } = await fs.stat(objectUri('vault-prod', 'partner-exchange', `acme/${name}`));
      assert.equal(permissions, vscode.FilePermission.Readonly);
    } finally {
      await run('assumeRole.sessions.exit', 'vault-prod');
      await run('assumeRole.assume', 'analyst');
    }
  });

  it('says which permission is missing, and leaves everything as it was', async () => {
    await run('assumeRole.assume', 'team-only');
    const { code, message } = await refusalOf(
      fs.writeFile(objectUri('team-only', BUCKET, 'managers/salaries.txt'), bytes('mine')),
    );
    assert.equal(code, 'NoPermissions');
    assert.match(message, /s3:\w+ on arn:aws:s3:::acme-drafts\/managers/);
    await run('assumeRole.assume', 'analyst');
    assert.equal(await textOf(objectUri('analyst', BUCKET, 'managers/salaries.txt')), 'Not for the team.\n');
  });

  it('works with the permission to write alone, and says of everything else what is missing', async () => {
    const onlyWrites = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:PutObject', Resource: `arn:aws:s3:::${BUCKET}/*` }],
    };
    await writeUserProfiles({ deposit: variantOf('analyst', { policy: onlyWrites }) });
    try {
      await run('assumeRole.assume', 'deposit');
      const uri = objectUri('deposit', BUCKET, 'deposited.txt');
      await fs.writeFile(uri, bytes('mine'));
      assert.equal(await textOf(objectUri('analyst', BUCKET, 'deposited.txt')), 'mine');

      const object = `arn:aws:s3:::${BUCKET}/deposited.txt`;
      const cases: readonly [string, () => PromiseLike<unknown>, RegExp][] = [
        [
          'to replace what it may not see',
          () => fs.writeFile(uri, bytes('other')),
          new RegExp(`s3:GetObject on ${object}`),
        ],
        ['to read', () => fs.readFile(uri), new RegExp(`s3:GetObject on ${object}`)],
        // VS Code asks for the folder around a new file, which only a listing tells of.
        [
          'to write into a folder that it may not see',
          () => fs.writeFile(objectUri('deposit', BUCKET, 'writing/in/deposited.txt'), bytes('mine')),
          new RegExp(`s3:ListBucket on arn:aws:s3:::${BUCKET}`),
        ],
      ];
      for (const [what, operation, missing] of cases) {
        const { code, message } = await refusalOf(operation());
        assert.equal(code, 'NoPermissions', `${what}: ${message}`);
        assert.match(message, missing, what);
      }
      assert.equal(await textOf(objectUri('analyst', BUCKET, 'deposited.txt')), 'mine');
    } finally {
      await run('assumeRole.sessions.exit', 'deposit');
      await run('assumeRole.assume', 'analyst');
      await writeUserProfiles(undefined);
      await fs.delete(objectUri('analyst', BUCKET, 'deposited.txt'));
    }
  });

  it('saves a document over what it was opened with', async () => {
    await put('document.txt', 'before');
    const document = await vscode.workspace.openTextDocument(draft('document.txt'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'mine and '));
    const entries = await requestsDuring(async () => assert.equal(await document.save(), true));
    assert.equal(await stored('document.txt'), 'mine and before');
    assert.ok(entries.length <= 4, entries.map(({ operation }) => operation).join(' '));

    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'again '));
    assert.equal(await document.save(), true, 'its own save is no conflict');
    assert.equal(await stored('document.txt'), 'again mine and before');
  });

  it('does not save over what somebody else wrote meanwhile, whoever has read that', async () => {
    await put('contested.txt', 'before');
    const uri = draft('contested.txt');
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'mine and '));
    await put('contested.txt', 'theirs');
    assert.equal(await textOf(uri), 'theirs', 'a search or another extension reads it');

    assert.equal(await document.save(), false);

    assert.equal(await stored('contested.txt'), 'theirs');
    assert.equal(document.getText(), 'mine and before');
    const input = await eventually(
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input,
      (shown) => shown instanceof vscode.TabInputTextDiff,
    );
    assert.ok(input instanceof vscode.TabInputTextDiff);
    assert.equal(await textOf(input.original), 'theirs');
    assert.equal(input.modified.toString(), uri.toString());

    await run('assumeRole.conflict.keepMine');

    assert.equal(await stored('contested.txt'), 'mine and before');
    assert.equal(document.isDirty, false);
  });

  it('takes an object that was written anew with the same bytes for the same', async () => {
    await put('same.txt', 'before');
    const document = await vscode.workspace.openTextDocument(draft('same.txt'));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'mine and '));
    await s3.send(
      new PutObjectCommand({
        ...{ Bucket: BUCKET, Key: 'writing/same.txt', Body: 'before', Metadata: { reviewed: 'yes' } },
        ServerSideEncryption: 'aws:kms',
      }),
    );
    assert.equal(await document.save(), true);
    assert.equal(await stored('same.txt'), 'mine and before');
    const { Metadata } = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'writing/same.txt' }));
    assert.deepEqual(Metadata, { reviewed: 'yes' }, 'what somebody set meanwhile stays');
  });

  it('discards mine for theirs, or saves mine as a new object', async () => {
    for (const choice of ['takeTheirs', 'keepMine'] as const) {
      const key = `${choice}.txt`;
      await put(key, 'before');
      const document = await vscode.workspace.openTextDocument(draft(key));
      const editor = await vscode.window.showTextDocument(document);
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'mine and '));
      await put(key, 'theirs');
      assert.equal(await document.save(), false);
      await put(key, 'theirs once more');

      await run(`assumeRole.conflict.${choice}`, draft(key));

      assert.equal(await stored(key), 'theirs once more', 'a third change is not overwritten unseen');
      assert.equal(document.isDirty, choice === 'keepMine');
      assert.equal(document.getText(), choice === 'keepMine' ? 'mine and before' : 'theirs once more');
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });
});
