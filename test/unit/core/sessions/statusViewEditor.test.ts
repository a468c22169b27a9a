import assert from 'node:assert/strict';
import type { Session } from '../../../../src/core/sessions/session';
import { statusView } from '../../../../src/core/sessions/statusView';
import { editorStatusView, type EditorSession } from '../../../../src/core/sessions/statusViewEditor';
import { profileOf } from '../../support/memoryWorld';

const MINUTE = 60_000;
const options = { now: 0, warnBefore: 5 * MINUTE, formatTime: () => '14:05', active: 'analyst' };

function sessionOf(name: string, left: number | undefined): Session {
  return {
    profile: profileOf(name, ['Admin']),
    identity: { arn: 'arn:aws:sts::111111111111:assumed-role/Admin/alice', accountId: '111111111111' },
    expiration: left,
    since: 0,
  };
}

function editorOf(left: number | undefined, fields: Partial<EditorSession> = {}): EditorSession {
  const profile = fields.profile ?? 'prod-admin';
  return { profile, session: sessionOf(profile, left), production: true, renewsItself: true, ...fields };
}

describe('the session of the editor in the status bar', () => {
  it('is shown with its time where it is not the active one', () => {
    const view = editorStatusView(editorOf(42 * MINUTE), options);
    assert.ok(view);
    assert.deepEqual([view.icon, view.text], ['shield', 'Editor: prod-admin 42m']);
    assert.equal(view.accessibleLabel, 'AWS session of the editor, prod-admin, production, 42m left');
    assert.equal(view.production, true);
    assert.equal(view.nextChange, MINUTE);
    assert.match(view.tooltip, /\$\(shield\) Production/);
    assert.match(view.tooltip, /The editor in front reads and writes with this session/);
    assert.match(view.tooltip, /active session, analyst/);
    assert.match(view.tooltip, /Account: 111111111111/);
    assert.deepEqual([view.command, view.profile], ['assumeRole.showChain', 'prod-admin']);
  });

  it('is not where it is the active one, or where no editor of S3 is in front', () => {
    assert.equal(editorStatusView(editorOf(MINUTE, { profile: 'analyst' }), options), undefined);
    assert.equal(editorStatusView(undefined, options), undefined);
  });

  it('is shown where no session is active', () => {
    const view = editorStatusView(editorOf(42 * MINUTE), { ...options, active: undefined });
    assert.match(view?.tooltip ?? '', /No session is active/);
  });

  it('says expired in words, and renews that very session with a click', () => {
    const view = editorStatusView(editorOf(0), options);
    assert.ok(view);
    assert.deepEqual([view.icon, view.text], ['error', 'Editor: prod-admin expired']);
    assert.equal(view.severity, 'error');
    assert.equal(view.command, 'assumeRole.sessions.renew');
    assert.equal(view.nextChange, undefined);
  });

  it('warns only when the person must act', () => {
    assert.equal(editorStatusView(editorOf(4 * MINUTE), options)?.severity, 'normal');
    assert.equal(editorStatusView(editorOf(4 * MINUTE, { renewsItself: false }), options)?.severity, 'warning');
  });

  it('says that a role is not assumed, and assumes it with a click', () => {
    const view = editorStatusView(editorOf(0, { session: undefined }), options);
    assert.ok(view);
    assert.deepEqual([view.icon, view.text], ['warning', 'Editor: prod-admin not assumed']);
    assert.equal(view.command, 'assumeRole.assume');
  });

  it('is told from others without the colour of production', () => {
    const view = editorStatusView(editorOf(undefined, { production: false }), options);
    assert.ok(view);
    assert.deepEqual([view.icon, view.text], ['file', 'Editor: prod-admin']);
  });

  it('keeps the time in sight beside a name of any length, and its beginning and end', () => {
    const name = `begin-${'x'.repeat(200)}-end`;
    const editor = editorStatusView(editorOf(42 * MINUTE, { profile: name }), options);
    const active = statusView(
      { active: sessionOf(name, 42 * MINUTE), renewsItself: true },
      { ...options, sessions: [] },
    );
    for (const text of [editor?.text ?? '', active.text]) {
      assert.match(text, /begin-x+…x+-end 42m$/);
      assert.ok(text.length < 60, text);
    }
    assert.ok(editor?.accessibleLabel.includes(name));
  });

  it('takes a profile name for text, whatever it holds', () => {
    const view = editorStatusView(editorOf(MINUTE, { profile: '$(flame) [a](command:b)\nc' }), options);
    assert.doesNotMatch(view?.tooltip ?? '', /[^\\]\[a\]\(command:b\)/);
  });
});
