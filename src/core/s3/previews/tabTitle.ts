import { cutMiddle } from '../../support/cutMiddle';
import { visibleText } from '../../texts/visible';

/**
 * Longest name in a title, in characters: VS Code makes a tab as wide as its title and cuts a message of more than 1,000
 * characters, and a key may have 1,024 bytes.
 */
const LONGEST = 60;
/** Longest name of a profile in a title, in characters. */
const LONGEST_PROFILE = 30;

/** `name` for the title of an editor or within a message: a long one without its middle, because its end tells what it is. */
export function tabTitle(name: string): string {
  return cutMiddle(name, LONGEST);
}

/** A title of something that is shown through a profile's session, which it names. */
export function titleWithProfile(title: string, profile: string): string {
  return `${title} · ${visibleText(cutMiddle(profile, LONGEST_PROFILE))}`;
}

/** One side of a comparison, as titles call it. */
export interface ComparedName {
  /** Without its folder. */
  readonly name: string;
  /** Where it is: an S3 URI or a path. */
  readonly place: string;
}

/** The title of a comparison: names, as VS Code calls compared files; places where the names are the same. */
export function comparisonTitle(left: ComparedName, right: ComparedName): string {
  const [from, to] = left.name === right.name ? [left.place, right.place] : [left.name, right.name];
  return `${tabTitle(from)} ↔ ${tabTitle(to)}`;
}
