import { t } from '@vscode/l10n';
import { s3Uri } from './address';
import { visibleText } from '../texts/visible';
import type { MessageNode, ObjectNode, PlaceNode, S3Node, SessionNode, VersionNode, VersionsNode } from './nodes';
import type { LevelView } from './objectBrowser';
import { isArchived } from './objectProperties';
import { formatNumber, formatTime } from '../texts/formats';

/** What a view shows of a node besides its label. */
export interface NodeText {
  /** In place of the node's own label, where that depends on the locale. */
  readonly label?: string | undefined;
  /** Beside the label, short. */
  readonly description: string | undefined;
  /** Rows of the tooltip, most telling first. */
  readonly details: readonly Detail[];
  /** What a screen reader says. */
  readonly accessibleLabel: string;
}

/** One row of a tooltip. */
export interface Detail {
  readonly name: string;
  readonly value: string;
}

/** A row's tooltip, one line each. It is no Markdown: names come from S3 and may hold that. @param title its first line */
export function tooltipText({ details }: NodeText, title?: string): string {
  const lines = details.map(({ name, value }) => `${name}: ${value}`);
  return [...(title === undefined ? [] : [title]), ...lines].join('\n');
}

/**
 * The texts of `node` with sizes and dates as `locale` (BCP 47) writes them, dates in local time.
 * @param view how the children of a container of keys are shown, or those of the level in which Load More stands
 */
export function nodeText(node: S3Node, locale: string, view?: Partial<LevelView>): NodeText {
  switch (node.type) {
    case 'session':
      return sessionText(node);
    case 'place':
      return { ...withView(placeText(node), view), label: placeLabel(node, view?.filter) };
    case 'bucket': {
      const { name, region, created } = node.bucket;
      const text = {
        description: region,
        details: [
          { name: t('Bucket'), value: name },
          ...(region === undefined ? [] : [{ name: t('Region'), value: region }]),
          ...(created === undefined ? [] : [{ name: t('Created'), value: longDate(created, locale) }]),
          uriDetail(name, ''),
        ],
        accessibleLabel: region === undefined ? t('Bucket {0}', node.label) : t('Bucket {0}, {1}', node.label, region),
      };
      return withView(text, view);
    }
    case 'folder': {
      const { bucket, prefix } = node;
      const details = [{ name: t('Prefix'), value: visibleText(prefix) }, uriDetail(bucket, prefix)];
      return withView({ description: undefined, details, accessibleLabel: t('Folder {0}', node.label) }, view);
    }
    case 'object':
      return objectText(node, locale);
    case 'versions':
      return versionsText(node, locale);
    case 'version':
      return versionText(node, locale);
    case 'loadMore': {
      const isPart = view?.order !== undefined && view.order !== 'name';
      const description = isPart ? t('only loaded rows are sorted') : undefined;
      return { description, details: [], accessibleLabel: joined(node.label, description) };
    }
    case 'message':
      return messageText(node);
  }
}

function sessionText({ label, account, active, pinned, live, expired, production }: SessionNode): NodeText {
  // First what must be seen in a narrow side bar too.
  const facts = [
    expired ? t('expired') : undefined,
    production ? t('production') : undefined,
    account,
    active ? t('active') : undefined,
  ];
  const description = facts.filter((fact) => fact !== undefined).join(' · ');
  const states = [pinned ? t('pinned') : undefined, live ? undefined : t('not assumed')];
  return {
    description,
    details: [
      ...(account === undefined ? [] : [{ name: t('Account'), value: account }]),
      {
        name: t('Session'),
        value: joined(
          expired ? t('expired') : live ? t('assumed') : t('not assumed'),
          active ? t('active') : undefined,
        ),
      },
      ...(production ? [{ name: t('Marked as'), value: t('production') }] : []),
      ...(pinned ? [{ name: t('Pinned'), value: t('stays here when another role is assumed') }] : []),
    ],
    accessibleLabel: joined(t('Session {0}', label), ...facts, ...states),
  };
}

function placeText({ kind, label, bucket, prefix, inProfile }: PlaceNode): NodeText {
  const what = { home: t('Home'), bookmark: t('Bookmark'), visited: t('Gone to') }[kind];
  const kept = inProfile ? t('in the profile') : kind === 'bookmark' ? t('your own') : t('until the window closes');
  return {
    description: undefined,
    details: [{ name: what, value: kept }, uriDetail(bucket, prefix)],
    accessibleLabel: t('{0} {1}', what, label),
  };
}

/** With its filter, because there may be several of one folder. */
function placeLabel({ kind, label }: PlaceNode, filter: string | undefined): string {
  return kind === 'visited' && filter !== undefined ? `${label}/${visibleText(filter)}…` : label;
}

function objectText({ label, bucket, object }: ObjectNode, locale: string): NodeText {
  const { key, size, modified, storageClass } = object;
  const [shownSize, shownDate] = [formatSize(size, locale), shortDate(modified, locale)];
  const archived = isArchived(object) ? t('archived') : undefined;
  return {
    description: [shownSize, shownDate, archived].filter((fact) => fact !== undefined).join(' · '),
    details: [
      { name: t('Key'), value: visibleText(key) },
      { name: t('Size'), value: exactSize(size, locale) },
      { name: t('Modified'), value: longDate(modified, locale) },
      ...(storageClass === undefined ? [] : [{ name: t('Storage class'), value: storageClass }]),
      uriDetail(bucket, key),
    ],
    accessibleLabel: joined(t('Object {0}, {1}, modified {2}', label, shownSize, shownDate), archived),
  };
}

function versionsText({ label, bucket, key, latest }: VersionsNode, locale: string): NodeText {
  const state = latest.isDeleteMarker ? t('deleted') : formatSize(latest.size, locale);
  const shownDate = shortDate(latest.modified, locale);
  return {
    description: `${state} · ${shownDate}`,
    details: [
      { name: t('Key'), value: visibleText(key) },
      { name: latest.isDeleteMarker ? t('Deleted') : t('Modified'), value: longDate(latest.modified, locale) },
      uriDetail(bucket, key),
    ],
    accessibleLabel: t('Versions of {0}, {1}, {2}', label, state, shownDate),
  };
}

function versionText({ label, bucket, version }: VersionNode, locale: string): NodeText {
  const { key, versionId, size, modified, isLatest, isDeleteMarker, storageClass } = version;
  const [shownSize, shownDate] = [
    isDeleteMarker ? t('deleted') : formatSize(size, locale),
    shortDate(modified, locale),
  ];
  const states = [isLatest ? t('current') : undefined, isArchived(version) ? t('archived') : undefined];
  return {
    label: shownDate,
    description: [...states, shownSize].filter((fact) => fact !== undefined).join(' · '),
    details: [
      { name: t('Key'), value: visibleText(key) },
      { name: t('Version'), value: versionId },
      { name: isDeleteMarker ? t('Deleted') : t('Modified'), value: longDate(modified, locale) },
      ...(isDeleteMarker ? [] : [{ name: t('Size'), value: exactSize(size, locale) }]),
      ...(storageClass === undefined ? [] : [{ name: t('Storage class'), value: storageClass }]),
      uriDetail(bucket, key),
    ],
    accessibleLabel: joined(t('Version of {0}, {1}, {2}', label, shownDate, shownSize), ...states),
  };
}

function messageText({ label, hint, detail }: MessageNode): NodeText {
  return {
    description: hint ?? detail,
    details: detail === undefined ? [] : [{ name: t('What to do'), value: detail }],
    accessibleLabel: [label, hint, detail].filter((part) => part !== undefined).join(' '),
  };
}

/** With what is shown of the container's children, which is not all or more than usual. */
function withView(text: NodeText, view: Partial<LevelView> | undefined): NodeText {
  const states = [
    view?.filter === undefined ? undefined : t('begins with {0}', visibleText(view.filter)),
    view?.withVersions ? t('with versions') : undefined,
  ].filter((state) => state !== undefined);
  if (states.length === 0) return text;
  const description = [...states, text.description].filter((part) => part !== undefined).join(' · ');
  return { ...text, description, accessibleLabel: joined(text.accessibleLabel, ...states) };
}

function uriDetail(bucket: string, key: string): Detail {
  return { name: t('S3 URI'), value: visibleText(s3Uri({ bucket, key })) };
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(', ');
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const UNIT_STEP = 1024;

/** A size such as `1.2 MB`, in powers of 1,024 as VS Code shows sizes, as `locale` writes it. */
export function formatSize(bytes: number, locale: string): string {
  let [value, unit] = [bytes, 0];
  // 1,023.95 would be rounded up to 1,024 of the smaller unit.
  while (value >= UNIT_STEP - 0.05 && unit < UNITS.length - 1) {
    value /= UNIT_STEP;
    unit++;
  }
  return inUnit(value, UNITS[unit] ?? 'byte', locale);
}

/** A size as {@link formatSize} writes it, with the exact number of bytes. */
export function exactSize(bytes: number, locale: string): string {
  const exact = inUnit(bytes, 'byte', locale);
  return bytes < UNIT_STEP ? exact : `${formatSize(bytes, locale)} (${exact})`;
}

function inUnit(value: number, unit: (typeof UNITS)[number], locale: string): string {
  const unitDisplay = unit === 'byte' ? 'long' : 'short';
  return formatNumber(value, locale, { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 });
}

function shortDate(milliseconds: number, locale: string): string {
  return formatTime(milliseconds, locale, { dateStyle: 'short', timeStyle: 'short' });
}

function longDate(milliseconds: number, locale: string): string {
  return formatTime(milliseconds, locale, { dateStyle: 'medium', timeStyle: 'long' });
}
