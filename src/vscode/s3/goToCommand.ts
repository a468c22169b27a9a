import * as vscode from 'vscode';
import { s3Uri } from '../../core/s3/address';
import { goTo } from '../../core/s3/goTo';
import type { S3Location } from '../../core/s3/location';
import type { S3Node } from '../../core/s3/nodes';
import { readPastedLocation } from '../../core/s3/pastedLocation';
import type { ObjectBrowser } from '../../core/s3/objectBrowser';
import type { ObjectStore } from '../../core/s3/objectStore';
import { cancelled } from '../../core/support/errors';
import { VIEW, type CommandId } from '../ids';
import { signalOf } from '../support/cancellation';

/** What going to a place works on. */
export interface GoToDeps {
  readonly browser: ObjectBrowser;
  /** The S3 of a profile's session; throws kind `expired` without one. */
  readonly storeOf: (profile: string) => ObjectStore;
  readonly view: vscode.TreeView<S3Node>;
}

/** What may be in the clipboard and still be a place. */
const LONGEST_PLACE = 8192;

/**
 * Goes to a place in S3 that the person names: shows it below a session, and opens it when it is an object.
 * @param node says through which session; asked for where there are several and it is missing
 * @param text the place, asked for when it is missing
 */
export async function goToCommand(deps: GoToDeps, node: S3Node | undefined, text: string | undefined): Promise<void> {
  const { browser, storeOf } = deps;
  const location = text === undefined ? await askLocation() : located(text);
  if (!location) throw cancelled();
  const profile = node?.profile ?? (await chooseSession(deps));
  const arrival = await vscode.window.withProgress({ location: { viewId: VIEW.s3 } }, (_, token) =>
    goTo(browser, storeOf(profile), profile, location, signalOf(token)),
  );
  if (!arrival) return;
  const { place, row, open } = arrival;
  const { view } = deps;
  await view.reveal(place, { expand: true, select: row === undefined, focus: row === undefined });
  if (row) await view.reveal(row, { select: true, focus: true });
  if (open) {
    const command: CommandId = 'assumeRole.s3.openObject';
    await vscode.commands.executeCommand(command, open);
  }
}

async function askLocation(): Promise<S3Location | undefined> {
  const example = vscode.l10n.t(
    'An S3 URI, an ARN, or a link of the AWS console or of S3, such as s3://bucket/folder/',
  );
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Go to S3 Location'),
    prompt: example,
    placeHolder: 's3://bucket/folder/',
    value: await placeInClipboard(),
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? undefined : problemOf(text)),
  });
  return answer === undefined ? undefined : located(answer);
}

function located(text: string): S3Location | undefined {
  const read = readPastedLocation(text, { typed: true });
  return 'location' in read ? read.location : undefined;
}

/** Of a text that nobody typed as a place. */
function pasted(text: string): S3Location | undefined {
  const read = readPastedLocation(text);
  return 'location' in read ? read.location : undefined;
}

function problemOf(text: string): string | undefined {
  const read = readPastedLocation(text, { typed: true });
  return 'problem' in read ? read.problem : undefined;
}

async function placeInClipboard(): Promise<string> {
  const text = (await vscode.env.clipboard.readText()).trim();
  const location = text.length > LONGEST_PLACE ? undefined : pasted(text);
  if (!location) return '';
  // A presigned URL is a secret, which need not be shown.
  return /x-amz-(signature|credential)/i.test(text) ? s3Uri(location) : text;
}

/** @throws AppError of kind `cancelled` when the person chooses none */
async function chooseSession({ browser }: GoToDeps): Promise<string> {
  const roots = browser.roots.filter(({ live }) => live);
  const [only] = roots;
  if (!only) throw cancelled();
  if (roots.length === 1) return only.profile;
  const items = roots.map(({ profile, accountId = '', active }) => ({
    label: profile,
    description: active ? vscode.l10n.t('{0} · active', accountId) : accountId,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Go to S3 Location'),
    placeHolder: vscode.l10n.t('Through which session?'),
  });
  if (!chosen) throw cancelled();
  return chosen.label;
}
