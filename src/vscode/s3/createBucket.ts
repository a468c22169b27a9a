import * as vscode from 'vscode';
import { s3Uri } from '../../core/s3/address';
import { bucketNameProblem } from '../../core/s3/bucketNames';
import type { S3Node } from '../../core/s3/nodes';
import { assertWritable } from '../../core/s3/writable';
import { AppError, isAppError } from '../../core/support/errors';
import { runCommand } from '../commands/runCommand';
import { regionChoices, typedRegion } from '../profiles/regions';
import { pickStep, runSteps, type Choice, type Step } from '../support/multiStep';
import { withLateProgress } from '../support/lateProgress';
import type { S3ActionDeps } from './actions';
import { chosenRow } from './chosenRows';

interface BucketDraft {
  name: string;
  region: string;
  /** Names that S3 has refused because somebody has them. */
  readonly taken: Map<string, string>;
}

type CreateDeps = Pick<S3ActionDeps, 'browser' | 'storeOf' | 'getProfile' | 'sessions' | 'view' | 'revealRow'>;

/**
 * Makes a bucket in the session of `node`, in the active one without it, and goes there.
 * @throws AppError of kind `cancelled` when the person gives up
 */
export async function createBucket(deps: CreateDeps, node: S3Node | undefined): Promise<void> {
  const name = chosenRow(deps, node)?.profile ?? deps.sessions.state.active?.profile.name;
  if (name === undefined) {
    throw new AppError('expired', vscode.l10n.t('No role is assumed.'), {
      cure: vscode.l10n.t('Run "AWS: Assume Role".'),
    });
  }
  const profile = deps.getProfile(name);
  assertWritable(profile);
  const draft: BucketDraft = { name: '', region: profile.region, taken: new Map() };
  do {
    await runSteps(vscode.l10n.t('Create Bucket'), stepsFor(profile.region), draft);
  } while (!(await isCreated(deps, name, draft)));
  await showBucket(deps, name, draft.name);
}

/** Selects the bucket's row; where the session may not list buckets, goes to the bucket as to any place. */
async function showBucket({ browser, revealRow }: CreateDeps, profile: string, bucket: string): Promise<void> {
  const session = browser.roots.find((root) => root.profile === profile);
  // What was listed before does not have it; what is open stays open.
  await browser.follow([{ type: 'written', address: { profile, bucket, key: '' } }]);
  const rows = session ? await browser.children(session, new AbortController().signal) : [];
  const row = rows.find((node) => node.type === 'bucket' && node.bucket.name === bucket);
  if (row) await revealRow(row, { select: true, focus: true, expand: true });
  else await runCommand('assumeRole.s3.goTo', session, s3Uri({ bucket, key: '' }));
}

/** @returns false when the name is taken; the draft then says so */
async function isCreated({ storeOf }: CreateDeps, profile: string, draft: BucketDraft): Promise<boolean> {
  const { name, region } = draft;
  try {
    await withLateProgress(vscode.l10n.t('Creating the bucket {0}', name), (_, signal) =>
      storeOf(profile).createBucket(name, region, signal),
    );
    return true;
  } catch (error) {
    if (!isAppError(error, 'exists')) throw error;
    draft.taken.set(name, error.message);
    return false;
  }
}

function stepsFor(home: string): readonly Step<BucketDraft>[] {
  return [
    {
      kind: 'text',
      prompt: vscode.l10n.t('Name of the bucket. It can never be changed, and nobody else may have it.'),
      placeholder: vscode.l10n.t('acme-reports-2026'),
      value: ({ name }) => name,
      keep: (draft, text) => (draft.name = text),
      validate: (text, { taken }) => bucketNameProblem(text) ?? taken.get(text),
    },
    pickStep<BucketDraft, string>({
      kind: 'pick',
      placeholder: vscode.l10n.t('Region of the bucket: choose one, or type any other'),
      choices: () => choicesFrom(home),
      // The beginning of a known region is no other one.
      typed: (text) => (regionChoices().some(({ value }) => value.startsWith(text)) ? undefined : typedRegion(text)),
      chosen: (region, draft) => region === draft.region,
      keep: (draft, region) => {
        draft.region = region;
        return undefined;
      },
    }),
  ];
}

/** The regions, the profile's own first. */
function choicesFrom(home: string): Choice<string>[] {
  const all = regionChoices();
  const known = all.find(({ value }) => value === home);
  const own = {
    label: home,
    value: home,
    description: [known?.description, vscode.l10n.t('of the profile')].filter(Boolean).join(' · '),
  };
  return [own, ...all.filter(({ value }) => value !== home)];
}
