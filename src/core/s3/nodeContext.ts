import type { S3Node } from './nodes';
import { isPrefix } from './nodes';
import type { LevelView } from './objectBrowser';
import { isArchived } from './objectProperties';

/**
 * What menus know of a node: words separated by blanks, which package.json matches.
 * @param view how the children of a container of keys are shown
 */
export function nodeContext(node: S3Node, view?: Partial<LevelView>): string {
  const words = isPrefix(node) ? [...ownWords(node), ...viewWords(view)] : ownWords(node);
  return words.filter((word) => word !== undefined).join(' ');
}

function viewWords(view: Partial<LevelView> | undefined): (string | undefined)[] {
  return [view?.filter === undefined ? undefined : 'filtered', view?.withVersions ? 'withVersions' : undefined];
}

function ownWords(node: S3Node): (string | undefined)[] {
  switch (node.type) {
    case 'session': {
      const { live, active, pinned } = node;
      return ['session', live ? 'live' : undefined, active ? 'active' : undefined, pinned ? 'pinned' : undefined];
    }
    case 'place':
      return ['place', node.kind, node.prefix === '' ? 'wholeBucket' : undefined];
    case 'object':
      return ['object', isArchived(node.object) ? 'archived' : undefined];
    case 'version': {
      const { isLatest, isDeleteMarker } = node.version;
      const archived = isArchived(node.version) ? 'archived' : undefined;
      return ['version', isLatest ? 'latest' : undefined, isDeleteMarker ? 'deleteMarker' : undefined, archived];
    }
    case 'message':
      return [node.severity];
    default:
      return [node.type];
  }
}
