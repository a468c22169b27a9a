import { t } from '@vscode/l10n';
import { accountLabel } from '../roles/accounts/accountBook';
import { parseRoleArn } from '../roles/arn';
import { kindOf, sourceLabel } from '../roles/baseIdentity';
import type { Profile } from '../roles/profile';
import type { AppError, SecretRef } from '../support/errors';
import { clampText, hopFacts, type Fact } from './chainPictureFacts';
import { causeAt } from './chainPictureFailure';
import { splitMfaSession } from './chainPictureMfa';
import type { ChainStep } from './session';
import { firstTimeChange, timeLeft } from './timeLeft';

/** A profile's chain to look at: every text of it is ready to be shown, and none is secret. */
export interface ChainPicture {
  readonly profile: string;
  readonly description?: string | undefined;
  /** What the profile is marked as. */
  readonly marks: readonly { readonly kind: 'production' | 'readOnly'; readonly text: string }[];
  /** How the chain stands, one sentence; said aloud when it changes, so it counts no time. */
  readonly summary: string;
  /** In the order of the calls, the base identity first. */
  readonly nodes: readonly ChainNode[];
  /** One arrow between two nodes that follow each other. */
  readonly edges: readonly ChainEdge[];
  /** What can be done, the main thing first. */
  readonly actions: readonly ChainAction[];
  /** When the picture changes by itself next, milliseconds since the epoch; undefined for never. */
  readonly nextChange?: number | undefined;
}

/** How a place of the chain stands. */
export type NodeState = 'active' | 'kept' | 'works' | 'expired' | 'running' | 'failed' | 'skipped' | 'unknown';

/** One place of the chain. */
export interface ChainNode {
  /** `base`, `mfa`, `hop0`, `hop1`, … */
  readonly id: string;
  readonly kind: 'baseIdentity' | 'mfaSession' | 'role';
  /** What it is, such as `Role 2 of 3`. */
  readonly heading: string;
  /** Who it is, such as the role's name. */
  readonly title: string;
  /** Its name and 12 digits; undefined where nobody knows. */
  readonly account?: string | undefined;
  readonly state: NodeState;
  readonly stateText: string;
  /** Such as `42m left`; it changes without anybody's doing. */
  readonly life?: string | undefined;
  readonly facts: readonly Fact[];
  /** What the person should know before anything has failed. */
  readonly warning?: string | undefined;
  readonly failure?: Diagnosis | undefined;
  /** All of it but the time left, for screen readers. */
  readonly label: string;
}

/** Why a place failed. */
export interface Diagnosis {
  /** What happened, a sentence. */
  readonly cause: string;
  /** What to do. */
  readonly cure?: string | undefined;
  /** AWS's own words. */
  readonly awsWords?: string | undefined;
  readonly actions: readonly ChainAction[];
}

/** The call that leads from one place to the next. */
export interface ChainEdge {
  /** IDs of nodes. */
  readonly from: string;
  readonly to: string;
  /** Such as `AssumeRole`. */
  readonly call: string;
  /** Whether that call has been made and was answered. */
  readonly done: boolean;
}

/** A button. */
export interface ChainAction {
  readonly id: ChainActionId;
  readonly title: string;
  /** For `storeSecret`. */
  readonly secret?: SecretRef;
  /** Zero-based, for `policies` of one hop. */
  readonly hop?: number;
}

/** What the buttons of a picture ask for. */
export const CHAIN_ACTIONS = [
  'assume',
  'renew',
  'exit',
  'test',
  'cancel',
  'policies',
  'edit',
  'save',
  'storeSecret',
] as const;
export type ChainActionId = (typeof CHAIN_ACTIONS)[number];

/** What the picture is made from. */
export interface ChainPictureInput {
  readonly profile: Profile;
  /** Whether it is written anywhere; a role can be assumed without. */
  readonly isSaved: boolean;
  /** The base identity's first, then one per hop. */
  readonly steps: readonly ChainStep[];
  /** Whether the profile's session is the active one of this window. */
  readonly active: boolean;
  /** Whether the steps are those of a test, and whether it is still going on. */
  readonly test?: 'running' | 'done' | undefined;
  /** Whether the role is being assumed at this moment. */
  readonly assuming: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Local time of day, and date when it is not today. */
  readonly formatTime: (time: number) => string;
}

/** The picture of a profile's chain at a time. */
export function chainPicture(input: ChainPictureInput): ChainPicture {
  const { profile, steps, now } = input;
  const stepOf = new Map(steps.map((step) => [step.hop, step]));
  const first = splitMfaSession(profile, stepOf.get(-1));
  const base = baseNode(input, first.base);
  const roles = profile.chain.map((_, index) => roleNode(input, index, stepOf.get(index)));
  const nodes = [base, ...(first.mfa ? [mfaNode(input, first.mfa)] : []), ...roles];
  return {
    profile: profile.name,
    description: profile.description,
    marks: [
      ...(profile.production ? [{ kind: 'production', text: t('production') } as const] : []),
      ...(profile.readOnly ? [{ kind: 'readOnly', text: t('read-only') } as const] : []),
    ],
    summary: summaryOf(input, nodes),
    nodes,
    edges: nodes.slice(1).map((node, index) => ({
      from: nodes[index]?.id ?? '',
      to: node.id,
      call: node.kind === 'mfaSession' ? 'GetSessionToken' : 'AssumeRole',
      done: ['active', 'kept', 'works', 'expired'].includes(node.state),
    })),
    actions: actionsOf(input),
    nextChange: firstTimeChange(steps, now),
  };
}

function baseNode(input: ChainPictureInput, step: ChainStep | undefined): ChainNode {
  const { profile } = input;
  const kind = kindOf(profile.source);
  const isLast = profile.chain.length === 0 && profile.mfaSession === undefined;
  const facts: Fact[] = [{ name: t('Kind'), value: kind.title() }];
  if (step?.identity) facts.push({ name: t('Identity'), value: step.identity.arn });
  return finish(input, step, isLast, {
    id: 'base',
    kind: 'baseIdentity',
    heading: t('Base identity'),
    title: sourceLabel(profile.source, profile.accounts),
    account: step?.identity && accountLabel(step.identity.accountId, profile.accounts),
    facts,
  });
}

function roleNode(input: ChainPictureInput, index: number, step: ChainStep | undefined): ChainNode {
  const { chain, accounts } = input.profile;
  const arn = chain[index]?.roleArn ?? '';
  const parts = parseRoleArn(arn);
  const facts = hopFacts(input.profile, index);
  if (step?.identity) facts.push({ name: t('Identity'), value: step.identity.arn });
  return finish(input, step, index === chain.length - 1, {
    id: `hop${index}`,
    kind: 'role',
    heading: chain.length === 1 ? t('Role') : t('Role {0} of {1}', index + 1, chain.length),
    title: parts?.name ?? arn,
    account: parts && accountLabel(parts.accountId, accounts),
    facts,
    warning: clampText(input.profile, index),
  });
}

function mfaNode(input: ChainPictureInput, step: ChainStep): ChainNode {
  const { mfaSession: serial = '', chain } = input.profile;
  return finish(input, step, chain.length === 0, {
    id: 'mfa',
    kind: 'mfaSession',
    heading: t('MFA session'),
    title: serial.split('/').at(-1) ?? serial,
    facts: [
      { name: t('Device'), value: serial },
      { name: t('Code'), value: t('asked for once, for all roles') },
    ],
  });
}

type NodeBeginning = Pick<ChainNode, 'id' | 'kind' | 'heading' | 'title' | 'account' | 'facts' | 'warning'>;

/** Adds to a node how it stands. */
function finish(
  input: ChainPictureInput,
  step: ChainStep | undefined,
  isLast: boolean,
  node: NodeBeginning,
): ChainNode {
  const state = stateOf(input, step, isLast);
  const failure = step?.state === 'failed' && step.error ? diagnosisOf(input, step.hop, step.error) : undefined;
  const expiration = step?.state === 'ok' ? step.expiration : undefined;
  const stateText = stateTextOf(node.kind, state);
  return {
    ...node,
    state,
    stateText,
    life:
      expiration !== undefined && expiration > input.now ? t('{0} left', timeLeft(expiration - input.now)) : undefined,
    failure,
    label: [
      `${node.heading}: ${node.title}`,
      node.account === undefined ? undefined : t('account {0}', node.account),
      stateText,
      expiration === undefined ? undefined : t('expires {0}', input.formatTime(expiration)),
      ...node.facts.map(({ name, value }) => `${name}: ${value}`),
      node.warning,
      failure?.cause,
      failure?.cure,
    ]
      .filter((part) => part !== undefined && part !== '')
      .join(', '),
  };
}

function stateOf({ active, test, now }: ChainPictureInput, step: ChainStep | undefined, isLast: boolean): NodeState {
  if (step?.state !== 'ok') return step?.state ?? 'unknown';
  if (step.expiration !== undefined && step.expiration <= now) return 'expired';
  if (isLast && active) return 'active';
  return test === undefined && step.expiration !== undefined ? 'kept' : 'works';
}

const STATE_TEXT: Readonly<Record<NodeState, () => string>> = {
  active: () => t('Active'),
  kept: () => t('Kept'),
  works: () => t('Works'),
  expired: () => t('Expired'),
  running: () => t('Trying…'),
  failed: () => t('Failed'),
  skipped: () => t('Not tried'),
  unknown: () => t('Not assumed'),
};

function stateTextOf(kind: ChainNode['kind'], state: NodeState): string {
  if (state !== 'unknown') return STATE_TEXT[state]();
  return kind === 'baseIdentity'
    ? t('Not used yet')
    : kind === 'mfaSession'
      ? t('Not asked for yet')
      : STATE_TEXT.unknown();
}

function diagnosisOf({ test, profile, isSaved }: ChainPictureInput, hop: number, error: AppError): Diagnosis {
  const { cure, awsMessage, complaint, secret } = error.detail;
  return {
    cause: [causeAt(profile, hop, error), complaint].filter(Boolean).join(' '),
    cure,
    awsWords: awsMessage,
    actions: [
      { id: test === undefined ? 'assume' : 'test', title: t('Try Again') },
      ...(secret ? [{ id: 'storeSecret', title: secretTitle(secret), secret } as const] : []),
      ...(error.kind === 'accessDenied' && hop >= 0
        ? [{ id: 'policies', title: t('Show Policies'), hop } as const]
        : []),
      changeAction(isSaved),
    ],
  };
}

function secretTitle({ type }: SecretRef): string {
  return type === 'accessKeys' ? t('Set Access Keys…') : t('Set External ID…');
}

function changeAction(isSaved: boolean): ChainAction {
  return isSaved ? { id: 'edit', title: t('Edit Profile') } : { id: 'save', title: t('Save as Role Profile…') };
}

function actionsOf({ profile, isSaved, active, test, assuming }: ChainPictureInput): ChainAction[] {
  const edit = changeAction(isSaved);
  if (assuming || test === 'running') return [{ id: 'cancel', title: t('Cancel') }, edit];
  return [
    ...(active
      ? ([
          { id: 'renew', title: t('Renew Session') },
          { id: 'exit', title: t('Exit Role') },
        ] as const)
      : [{ id: 'assume', title: t('Assume Role') } as const]),
    { id: 'test', title: t('Test Chain') },
    ...(profile.chain.length > 0 ? [{ id: 'policies', title: t('Generate IAM Policies') } as const] : []),
    edit,
  ];
}

function summaryOf({ profile, active, test, assuming }: ChainPictureInput, nodes: readonly ChainNode[]): string {
  const running = nodes.find(({ state }) => state === 'running');
  if (running) return t('Trying {0}…', running.title);
  const failed = nodes.find(({ state }) => state === 'failed');
  if (failed) return t('Stops at {0}. {1}', failed.title, failed.failure?.cause ?? '').trim();
  if (assuming) return t('Assuming {0}…', profile.name);
  const last = nodes.at(-1);
  if (test === 'done')
    return profile.chain.length > 1 ? t('Tested: every role can be assumed.') : t('Tested: it works.');
  if (last?.state === 'expired') return t('The session has expired.');
  if (active) return t('This is the active session.');
  if (last?.state === 'kept') return t('The session is kept; assuming it costs no call.');
  return profile.chain.length === 0 ? t('The base identity is used as it is.') : t('Not assumed yet.');
}
