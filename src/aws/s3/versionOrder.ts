import type { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { onAnswerXml } from './answerXml';

/** The order of versions and delete markers in an answer. */
export interface VersionOrder {
  /** Both lists as one, in the order of the answer. */
  merged<Entry>(versions: readonly Entry[], deleteMarkers: readonly Entry[]): Entry[];
}

/** Names of the two elements; text inside them never looks so, because `<` is escaped. */
const ELEMENT = /<(Version|DeleteMarker)(?=[\s>])/g;

/**
 * Notes in which order an answer has versions and delete markers: the SDK gives two lists, and their times, whole
 * seconds, do not tell which of two was first.
 */
export function versionOrder(command: ListObjectVersionsCommand): VersionOrder {
  let names: readonly string[] = [];
  onAnswerXml(command, (xml) => {
    names = Array.from(xml.matchAll(ELEMENT), ([, name = '']) => name);
    return xml;
  });
  return {
    merged: (versions, deleteMarkers) => {
      const rest = { Version: versions.values(), DeleteMarker: deleteMarkers.values() };
      const inOrder = names.flatMap((name) => {
        const { value } = (name === 'Version' ? rest.Version : rest.DeleteMarker).next();
        return value === undefined ? [] : [value];
      });
      // Whatever the answer looked like, nothing the SDK read is left out.
      return [...inOrder, ...rest.Version, ...rest.DeleteMarker];
    },
  };
}
