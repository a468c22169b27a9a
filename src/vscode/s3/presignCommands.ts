import * as vscode from 'vscode';
import type { ProfileObjectAddress } from '../../core/s3/address';
import { linkLifetime, linkLifetimes, parseLifetime } from '../../core/s3/linkLifetimes';
import { locationProblem } from '../../core/s3/location';
import { visibleText } from '../../core/texts/visible';
import { addressOf, type S3Node } from '../../core/s3/nodes';
import type { PresignedUrl } from '../../core/s3/objectStore';
import { curlCommand, presigningProblem } from '../../core/s3/presignedUrls';
import { tabTitle } from '../../core/s3/previews/tabTitle';
import { cancelled } from '../../core/support/errors';
import type { CommandId, Commands } from '../ids';
import { withLateProgress } from '../support/lateProgress';
import { localTime } from '../support/localTime';
import { showInputBox, showQuickPick, type PickItem } from '../texts/inputs';
import { showInformation } from '../texts/messages';
import type { S3ActionDeps } from './actions';
import { BucketRegionFinder } from './bucketRegionFinder';
import { chosenRow } from './chosenRows';

type Deps = Pick<S3ActionDeps, 'storeOf' | 'getProfile' | 'sessions' | 'clock' | 'view'>;

const { l10n } = vscode;

/** Copies a URL by which anybody may get an object for a while. The URL is shown and logged nowhere. */
export async function presignDownload(deps: Deps, node: S3Node | undefined): Promise<void> {
  const address = chosen(deps, node);
  await assertPresignable(deps, 'GET', address);
  const title = l10n.t('Download URL of {0}', nameOf(address));
  const url = await sign(deps, 'GET', address, await askLifetime(deps, address.profile, title));
  await vscode.env.clipboard.writeText(url.url);
  const curl = l10n.t('Copy curl Command');
  const told = l10n.t('The download URL of {0} is in the clipboard.', nameOf(address));
  const answer = await showInformation(`${told} ${promise(deps, address, url)}`, curl);
  if (answer === curl) await vscode.env.clipboard.writeText(curlCommand('GET', url.url, address.key));
}

/** Copies a URL by which anybody may write one object for a while, or a command line that does. */
export async function presignUpload(deps: Deps, node: S3Node | undefined): Promise<void> {
  const place = chosen(deps, node);
  const { profile, bucket, key: beginning } = place;
  // The name in the folder is still to be typed.
  await assertPresignable(deps, 'PUT', { profile, bucket, key: beginning.slice(0, beginning.lastIndexOf('/') + 1) });
  const address = { profile, bucket, key: await askKey(place) };
  const title = l10n.t('Upload URL of {0}', nameOf(address));
  const seconds = await askLifetime(deps, address.profile, title);
  const asCurl = await askForm(title);
  const url = await sign(deps, 'PUT', address, seconds);
  await vscode.env.clipboard.writeText(asCurl ? curlCommand('PUT', url.url, address.key) : url.url);
  const told = asCurl
    ? l10n.t('A curl command that uploads {0} is in the clipboard.', nameOf(address))
    : l10n.t('The upload URL of {0} is in the clipboard: send the file with PUT.', nameOf(address));
  void showInformation(`${told} ${promise(deps, address, url)}`);
}

/** Until when, for whom and under which condition a URL is good: signing asks nobody whether it is allowed. */
function promise({ sessions, clock }: Deps, { profile }: ProfileObjectAddress, { expires }: PresignedUrl): string {
  const end = sessions.sessions.find((session) => session.profile.name === profile)?.expiration;
  // The URL's end is in whole seconds.
  const withSession = end !== undefined && Math.abs(expires - end) < 2000 && end > clock.now();
  const until = localTime(expires);
  return withSession
    ? l10n.t('Anybody who has it can use it until {0}, when the session ends, as far as "{1}" may.', until, profile)
    : l10n.t('Anybody who has it can use it until {0}, as far as "{1}" may.', until, profile);
}

function chosen(deps: Deps, node: S3Node | undefined): ProfileObjectAddress {
  const row = chosenRow(deps, node);
  const address = row && addressOf(row);
  if (!address) throw cancelled();
  return address;
}

function nameOf({ bucket, key }: ProfileObjectAddress): string {
  return tabTitle(visibleText(key.slice(key.lastIndexOf('/') + 1)) || visibleText(key) || bucket);
}

/** Refuses what no URL can do before anything is asked of the person. */
async function assertPresignable(
  { storeOf }: Deps,
  method: 'GET' | 'PUT',
  address: ProfileObjectAddress,
): Promise<void> {
  await withLateProgress(l10n.t('Looking at {0}', nameOf(address)), (_, signal) =>
    storeOf(address.profile).assertPresignable(method, address, signal),
  );
}

async function sign(
  { storeOf, getProfile }: Deps,
  method: 'GET' | 'PUT',
  address: ProfileObjectAddress,
  seconds: number,
): Promise<PresignedUrl> {
  const store = storeOf(address.profile);
  // Signing sends nothing, so nothing would tell of a wrong region.
  await new BucketRegionFinder({ storeOf, getProfile }).regionOf(address);
  return store.presign(method, address, seconds, new AbortController().signal);
}

type LifetimeItem = PickItem & { readonly seconds?: number; readonly action?: 'custom' | 'renew' };

/** @returns seconds. @throws AppError of kind `cancelled` */
async function askLifetime(deps: Deps, profile: string, title: string): Promise<number> {
  for (;;) {
    const end = deps.sessions.sessions.find((session) => session.profile.name === profile)?.expiration;
    const lifetimes = linkLifetimes(deps.clock.now(), end, localTime);
    const items: LifetimeItem[] = lifetimes.map(({ label, description, asked }) => ({
      label,
      description,
      seconds: asked,
    }));
    items.push({ label: l10n.t('Another Time…'), action: 'custom' });
    if (lifetimes.some(({ endsWithSession }) => endsWithSession)) {
      const separator = { label: '', kind: vscode.QuickPickItemKind.Separator };
      const detail = l10n.t('A URL never outlives the session that signs it.');
      items.push(separator, { icon: 'refresh', label: l10n.t('Renew the Session First'), detail, action: 'renew' });
    }
    const placeHolder = l10n.t('How long should the URL be good?');
    const item = await showQuickPick(items, { title, placeHolder });
    if (item?.seconds !== undefined) return item.seconds;
    if (item?.action === 'custom') return askCustomLifetime(deps, end, title);
    if (item?.action !== 'renew') throw cancelled();
    await execute('assumeRole.sessions.renew', profile);
  }
}

async function askCustomLifetime(deps: Deps, end: number | undefined, title: string): Promise<number> {
  const answer = await showInputBox({
    title,
    prompt: l10n.t('From 1 minute to 7 days, such as 90 min, 3 h or 2 days'),
    ignoreFocusOut: true,
    validateInput: (text) => {
      const seconds = parseLifetime(text);
      if (seconds === undefined) return l10n.t('From 1 minute to 7 days, such as 90 min, 3 h or 2 days.');
      const { label, description } = linkLifetime(seconds, deps.clock.now(), end, localTime);
      return { message: `${label}: ${description}`, severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  const seconds = answer === undefined ? undefined : parseLifetime(answer);
  if (seconds === undefined) throw cancelled();
  return seconds;
}

/** The key to upload to: a name below a prefix, or the object itself. */
async function askKey({ bucket, key }: ProfileObjectAddress): Promise<string> {
  const answer = await showInputBox({
    title: l10n.t('Upload URL in {0}', bucket),
    prompt: l10n.t('The key of the object to write'),
    value: key,
    valueSelection: [key.length, key.length],
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text === '' || (text === key && key.endsWith('/'))) return l10n.t('Type the name of the object.');
      return locationProblem({ bucket, key: text }) ?? presigningProblem(text)?.message;
    },
  });
  if (answer === undefined) throw cancelled();
  return answer;
}

async function askForm(title: string): Promise<boolean> {
  const items = [
    { label: l10n.t('Copy URL'), description: l10n.t('to send the file to with PUT'), isCurl: false },
    { label: l10n.t('Copy curl Command'), description: l10n.t('for a terminal'), isCurl: true },
  ];
  const item = await showQuickPick(items, { title });
  if (!item) throw cancelled();
  return item.isCurl;
}

async function execute<C extends CommandId>(command: C, ...args: Commands[C]): Promise<void> {
  await vscode.commands.executeCommand(command, ...args);
}
