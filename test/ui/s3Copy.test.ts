import assert from 'node:assert/strict';
import { EXTERNAL_IDS } from '../localaws/worlds/demo';
import { filesBelow, filesHolding } from '../vscode/filesBelow';
import { assumed, pickProfile } from './support/assume';
import { startDemoWindows, type DemoWindows } from './support/demoWindow';
import { openExplorer } from './support/explorer';
import { pictureOnFailure } from './support/pictureOnFailure';
import { stepsInOrder } from './support/stepsInOrder';
import type { Tree } from './support/tree';
import type { Workbench } from './support/workbench';

const HOUR = 3_600_000;

describe('a person copies addresses, shares objects and takes them to Amazon Redshift', () => {
  stepsInOrder();

  let windows: DemoWindows;
  let window: Workbench;
  let tree: Tree;
  let downloadUrl = '';

  before(async () => {
    windows = await startDemoWindows();
    window = await windows.open();
    tree = window.tree('S3');
  });
  after(() => windows.close());
  afterEach(pictureOnFailure(() => window));

  const clipboard = async (): Promise<string> => String(await window.page.evaluate('navigator.clipboard.readText()'));
  const told = (text: string) => window.page.locator('.statusbar').getByText(text).waitFor();

  it('key, URI, ARN and URL of an object, with a word in the status bar', async () => {
    await openExplorer(window, 'storage-admin');
    await tree.expand('acme-drafts');
    await tree.row('welcome.md').waitFor();
    const { endpoint } = windows.demo.localAws;
    const copies = [
      ['Copy Key', 'Copied the key', 'welcome.md'],
      ['Copy S3 URI', 'Copied the S3 URI', 's3://acme-drafts/welcome.md'],
      ['Copy ARN', 'Copied the ARN', 'arn:aws:s3:::acme-drafts/welcome.md'],
      ['Copy URL', 'Copied the URL', `${endpoint}/acme-drafts/welcome.md`],
    ] as const;
    for (const [command, text, copied] of copies) {
      await tree.contextMenu('welcome.md', command);
      await told(text);
      assert.equal(await clipboard(), copied);
    }
    await window.screenshot('copied');
    assert.deepEqual(await window.notificationTexts(), []);
  });

  it('one line each of several', async () => {
    await tree
      .row('welcome.md')
      .locator('.label-name')
      .click({ modifiers: ['ControlOrMeta'] });
    await tree
      .row('team')
      .locator('.label-name')
      .click({ modifiers: ['ControlOrMeta'] });
    await tree.contextMenu('team', 'Copy S3 URI');
    await told('Copied 2 S3 URIs');
    assert.deepEqual((await clipboard()).split('\n').sort(), ['s3://acme-drafts/team/', 's3://acme-drafts/welcome.md']);
  });

  it('no key of a whole bucket, which has none', async () => {
    await window.runCommand('AWS: Go to S3 Location…');
    await window.quickInput.waitForOpen('Go to S3 Location');
    await window.quickInput.accept('s3://acme-archive/');
    await tree.row(/^Gone to acme-archive/).click({ button: 'right' });
    await window.page.getByRole('menuitem', { name: 'Copy ARN' }).waitFor();
    assert.equal(await window.page.getByRole('menuitem', { name: 'Copy Key' }).count(), 0);
    await window.page.keyboard.press('Escape');
    await tree.contextMenu(/^Gone to acme-archive/, 'Remove from Explorer');
  });

  it('the key to the byte, whatever it holds, and opens it', async () => {
    await window.runCommand('AWS: Go to S3 Location…');
    await window.quickInput.waitForOpen('Go to S3 Location');
    await window.quickInput.accept('s3://acme-analytics/odd keys/');
    await tree.row(/^Object trailing space␣/).waitFor();
    await tree.scrollToStart();
    const rows = [
      [/^Object trailing space␣,/, 'odd keys/trailing space '],
      [/^Object line␊break\.txt,/, 'odd keys/line\nbreak.txt'],
      [/^Object \.\.,/, 'odd keys/..'],
      [/^Object already%20encoded\.txt,/, 'odd keys/already%20encoded.txt'],
      [/^Object same,/, 'odd keys/same'],
      [/^Folder same$/, 'odd keys/same/'],
    ] as const;
    for (const [row, key] of rows) {
      await tree.contextMenu(row, 'Copy S3 URI');
      await told('Copied the S3 URI');
      assert.equal(await clipboard(), `s3://acme-analytics/${key}`);
      await tree.contextMenu(row, 'Copy Key');
      await told('Copied the key');
      assert.equal(await clipboard(), key);
      if (key.endsWith('/')) continue;
      await tree.click(row);
      await window.waitForEditorText(`The key of this object is ${JSON.stringify(key)}.`);
    }
    await window.screenshot('copied-odd');
    await tree.contextMenu(/^Gone to acme-analytics/, 'Remove from Explorer');
    await tree.row('todo.txt').waitFor();
  });

  it('a download URL, which is as good as the session and says so', async () => {
    await tree.contextMenu('todo.txt', /Download URL/);
    await window.quickInput.waitForOpen('Download URL of todo.txt');
    const rows = await window.quickInput.items();
    assert.match(rows[0] ?? '', /^15 minutes, until \d/);
    assert.match(rows[2] ?? '', /^12 hours, ends with the session at \d/);
    await window.screenshot('presign-lifetimes');
    await window.quickInput.pick('12 hours');
    const notification = window.notification('The download URL of todo.txt is in the clipboard.');
    await notification.waitFor();
    assert.match(
      await notification.innerText(),
      /Anybody who has it can use it until .*, when the session ends, as far as "storage-admin" may/,
    );
    await window.screenshot('presigned');
    downloadUrl = await clipboard();
    assert.equal((await fetch(downloadUrl)).status, 200);
    const seconds = Number(new URL(downloadUrl).searchParams.get('X-Amz-Expires'));
    assert.ok(seconds > 3000 && seconds <= 3600, `${seconds} seconds`);
    windows.demo.localAws.clock.offset += HOUR;
    assert.equal((await fetch(downloadUrl)).status, 403);
    windows.demo.localAws.clock.offset -= HOUR;
  });

  it('an upload as a command line for a terminal', async () => {
    await tree.contextMenu('team', /Upload URL/);
    await window.quickInput.waitForOpen('Upload URL in acme-drafts');
    assert.equal(await window.quickInput.value(), 'team/');
    await window.quickInput.accept();
    await window.quickInput.waitForMessage('Type the name of the object.');
    await window.quickInput.accept('team/sent.txt');
    await window.quickInput.waitForOpen('Upload URL of sent.txt');
    await window.quickInput.pick('Another Time…');
    await window.quickInput.type('20 min');
    await window.quickInput.waitForMessage(/^20 minutes: until /);
    await window.quickInput.accept();
    await window.quickInput.pick('Copy curl Command');
    await window.notification('A curl command that uploads sent.txt is in the clipboard.').waitFor();
    await window.screenshot('presigned-upload');
    const [, url = ''] = /^curl --fail --upload-file 'sent\.txt' '(.*)'$/.exec(await clipboard()) ?? [];
    assert.equal((await fetch(url, { method: 'PUT', body: 'sent' })).status, 200);
    assert.equal((await fetch(url, { method: 'GET' })).status, 403);
  });

  it('has left no URL in logs, state and settings', async () => {
    const signature = new URL(downloadUrl).searchParams.get('X-Amz-Signature') ?? '';
    assert.ok(signature.length > 30);
    assert.deepEqual(await filesHolding(await filesBelow(windows.dataDirectory), [signature]), {});
  });

  it('a COPY with the chain of three roles, as SQL with the table to fill in', async () => {
    await pickProfile(window, 'three-hops');
    await window.quickInput.waitForOpen('External ID "lake-partner"');
    await window.quickInput.accept(EXTERNAL_IDS.lake);
    await assumed(window, 'three-hops');
    await tree.row('partner-vault').waitFor();
    await tree.contextMenu('partner-vault', /Redshift/);
    await window.quickInput.waitForOpen('Amazon Redshift Statement for s3://partner-vault/');
    await window.screenshot('redshift-statements');
    await window.quickInput.pick('COPY');
    await window.waitForEditorText('COPY schema.table');
    await window.screenshot('redshift');
    await window.page.keyboard.type('audit.events');
    await window.waitForEditorText('COPY audit.events');
    const text = await window.editorText();
    assert.match(text, /IAM_ROLE 'arn:[^']*role\/Hub,arn:[^']*role\/Lake,arn:[^']*role\/Vault'/);
    assert.match(text, /Lake \(222222222222\) asks for an external ID, which/);
  });

  it('the other statements with the same chain', async () => {
    const statements = [
      ['UNLOAD', 'UNLOAD (', "TO 's3://partner-vault/"],
      ['CREATE EXTERNAL TABLE', 'CREATE EXTERNAL TABLE', "LOCATION 's3://partner-vault/"],
      ['CREATE EXTERNAL SCHEMA', 'CREATE EXTERNAL SCHEMA', 'FROM DATA CATALOG'],
      ['CREATE EXTERNAL FUNCTION', 'EXTERNAL FUNCTION', 'LAMBDA '],
    ] as const;
    for (const [name, begin, part] of statements) {
      await tree.contextMenu('partner-vault', /Redshift/);
      await window.quickInput.waitForOpen('Amazon Redshift Statement for s3://partner-vault/');
      await window.quickInput.pick(name);
      await window.waitForEditorText(begin);
      const text = await window.editorText();
      assert.ok(text.includes(part), text);
      // A table is read through its schema, which has the role.
      const hasRole = /IAM_ROLE 'arn:[^']*role\/Hub,arn:[^']*role\/Lake,arn:[^']*role\/Vault'/.test(text);
      assert.equal(hasRole, name !== 'CREATE EXTERNAL TABLE', text);
      await window.screenshot(`redshift-${name.toLowerCase().replaceAll(' ', '-')}`);
    }
  });
});
