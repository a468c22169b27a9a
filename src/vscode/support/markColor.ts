import { ThemeColor } from 'vscode';
import type { AccountColor } from '../../core/roles/accounts/accountBook';
import { COLOR } from '../ids';

/** What an icon or text may be coloured for; a word beside it always says the same. */
export interface Marked {
  readonly production?: boolean | undefined;
  /** That of the account. */
  readonly color?: AccountColor | undefined;
}

/** The colour of production, else that of the account; undefined for the theme's own. */
export function markColor({ production, color }: Marked): ThemeColor | undefined {
  if (production === true) return new ThemeColor(COLOR.production);
  return color === undefined ? undefined : new ThemeColor(COLOR[color]);
}
