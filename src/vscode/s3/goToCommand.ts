import * as vscode from 'vscode';
import { s3Uri } from '../../core/s3/address';
import { goTo } from '../../core/s3/goTo';
import type { S3Location } from '../../core/s3/location';
import type { S3Node } from '../../core/s3/nodes';
import { readPastedLocation, type PastedLocation } from '../../core/s3/pastedLocation';
import type { ObjectBrowser } from '../../core/s3/objectBrowser';
import type { ObjectStore } from '../../core/s3/objectStore';
import { cancelled } from '../../core/support/errors';
import { VIEW, type CommandId } from '../ids';
import { signalOf } from '../support/cancellation';
import { ask } from '../support/quickInput';
import { createInputBox, showQuickPick } from '../texts/inputs';
import { withProgress } from '../texts/progress';

/** What going to a place works on. */
export interface GoToDeps {
  readonly browser: ObjectBrowser;
  /** The S3 of a profile's session; throws kind `expired` without one. */
  readonly storeOf: (profile: string) => ObjectStore;
  /** Shows a row, also one that a change has just brought. */
  readonly revealRow: vscode.TreeView<S3Node>['reveal'];
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
  const endpoint = endpointOf(browser, node);
  const location = text === undefined ? await askLocation(endpoint) : located(text, endpoint);
  if (!location) throw cancelled();
  const profile = node?.profile ?? (await chooseSession(deps));
  const arrival = await withProgress({ location: { viewId: VIEW.s3 } }, (_, token) =>
    goTo(browser, storeOf(profile), profile, location, signalOf(token)),
  );
  if (!arrival) return;
  const { place, row, open } = arrival;
  await deps.revealRow(place, { expand: true, select: row === undefined, focus: row === undefined });
  if (row) await deps.revealRow(row, { select: true, focus: true });
  if (open) {
    const command: CommandId = 'assumeRole.s3.openObject';
    await vscode.commands.executeCommand(command, open);
  }
}

/** @throws AppError of kind `cancelled` when the person presses Escape */
async function askLocation(endpoint: string | undefined): Promise<S3Location> {
  const input = createInputBox();
  input.prompt = vscode.l10n.t('An S3 URI, an ARN, or a link of the AWS console or of S3, such as s3://bucket/prefix/');
  input.placeholder = 's3://bucket/prefix/';
  const place = { title: vscode.l10n.t('Go to S3 Location'), step: 1, totalSteps: 1, back: false };
  return ask<S3Location>(input, place, undefined, (settle) => {
    const read = (): PastedLocation => readPastedLocation(input.value, { endpoint, typed: true });
    input.onDidChangeValue(() => {
      const outcome = read();
      const isEmpty = input.value.trim() === '';
      input.validationMessage = 'problem' in outcome && !isEmpty ? outcome.problem : undefined;
    });
    input.onDidAccept(() => {
      const outcome = read();
      if ('location' in outcome) settle(outcome.location);
      else input.validationMessage = outcome.problem;
    });
    // A browser may ask the person whether the clipboard may be read, so nobody waits for it.
    placeInClipboard(endpoint).then(
      (text) => {
        if (input.value !== '' || text === '') return;
        input.value = text;
        input.valueSelection = [0, text.length];
      },
      () => undefined,
    );
  });
}

async function placeInClipboard(endpoint: string | undefined): Promise<string> {
  const text = (await vscode.env.clipboard.readText()).trim();
  if (text.length > LONGEST_PLACE) return '';
  const outcome = readPastedLocation(text, { endpoint });
  if (!('location' in outcome)) return '';
  // A presigned URL is a secret, which need not be shown.
  return /x-amz-(signature|credential)/i.test(text) ? s3Uri(outcome.location) : text;
}

function located(text: string, endpoint: string | undefined): S3Location | undefined {
  const outcome = readPastedLocation(text, { endpoint, typed: true });
  return 'location' in outcome ? outcome.location : undefined;
}

/** The S3 of the node's session, or of the first one, where it is not AWS's own: links to it are places too. */
function endpointOf({ roots }: ObjectBrowser, node: S3Node | undefined): string | undefined {
  const root = roots.find(({ profile }) => profile === node?.profile) ?? roots[0];
  return root?.root.session?.profile.endpoints.s3;
}

/** @throws AppError of kind `cancelled` when the person chooses none */
async function chooseSession({ browser }: GoToDeps): Promise<string> {
  const roots = browser.roots.filter(({ live }) => live);
  const [only] = roots;
  if (!only) throw cancelled();
  if (roots.length === 1) return only.profile;
  const items = roots.map(({ profile, account, active, production }) => ({
    label: profile,
    description: [production && vscode.l10n.t('production'), account, active && vscode.l10n.t('active')]
      .filter(Boolean)
      .join(' · '),
  }));
  const chosen = await showQuickPick(items, {
    title: vscode.l10n.t('Go to S3 Location'),
    placeHolder: vscode.l10n.t('Through which session?'),
  });
  if (!chosen) throw cancelled();
  return chosen.label;
}
