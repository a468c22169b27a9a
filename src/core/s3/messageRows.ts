import { t } from '@vscode/l10n';
import type { AppError } from '../support/errors';
import { visibleText } from '../texts/visible';
import type { ContainerNode, LoadMoreNode, MessageNode } from './nodes';

/** The row that reads the next page of `parent`, or the page that failed. */
export function loadMoreNode(parent: ContainerNode, hasFailed = false): LoadMoreNode {
  const label = hasFailed ? t('Try Again') : t('Load More…');
  return { type: 'loadMore', id: `loadMore ${parent.id}`, parent, profile: parent.profile, label };
}

/** The row for a level without anything in it. */
export function emptyNode(parent: ContainerNode, filter: string | undefined): MessageNode {
  const nothing = filter === undefined ? t('Empty') : t('Nothing begins with "{0}"', visibleText(filter));
  return message(parent, 'empty', { severity: 'info', label: parent.type === 'session' ? t('No buckets') : nothing });
}

/** The row that tells why a page did not come. Where the session needs the person to go on, a click renews it. */
export function errorNode(parent: ContainerNode, error: AppError): MessageNode {
  const content = { severity: 'error', label: error.message, detail: error.detail.cure } as const;
  const needsPerson = error.kind === 'interactionRequired' || error.detail.signIn === true;
  return message(parent, 'error', needsPerson ? { ...content, hint: t('Renew Session'), action: 'renew' } : content);
}

/** The row for a listing that the person stopped; a click reads on. */
export function stoppedNode(parent: ContainerNode): MessageNode {
  return message(parent, 'stopped', { severity: 'stopped', label: t('Stopped'), hint: t('Load'), action: 'load' });
}

/** The row for buckets that are still being listed while the places above them can be used. */
export function bucketsComingNode(parent: ContainerNode): MessageNode {
  return message(parent, 'coming', { severity: 'info', label: t('Listing buckets…') });
}

/** The row in place of buckets that the session may not list; a click asks where to go. */
export function bucketsHiddenNode(parent: ContainerNode, error: AppError): MessageNode {
  return message(parent, 'hidden', {
    severity: 'info',
    label: t('Go to a bucket…'),
    hint: t('list not allowed'),
    detail: t('{0} A bucket whose name you know can be opened all the same.', error.message),
    action: 'goTo',
  });
}

/** The only row of a pinned session whose role is not assumed; a click assumes it. */
export function notAssumedNode(parent: ContainerNode): MessageNode {
  return message(parent, 'notAssumed', {
    severity: 'info',
    label: t('Not assumed'),
    hint: t('Assume Role'),
    action: 'assume',
  });
}

/** The row for a place of the profile that cannot be understood. */
export function brokenPlaceNode(parent: ContainerNode, text: string, field: string): MessageNode {
  return message(parent, `broken ${field}`, {
    severity: 'error',
    label: t('"{0}" is no place in S3.', text),
    detail: t('Correct {0} in the profile "{1}".', field, parent.profile),
  });
}

function message(
  parent: ContainerNode,
  what: string,
  content: Pick<MessageNode, 'severity' | 'label' | 'hint' | 'detail' | 'action'>,
): MessageNode {
  return { type: 'message', id: `${what} ${parent.id}`, parent, profile: parent.profile, ...content };
}
