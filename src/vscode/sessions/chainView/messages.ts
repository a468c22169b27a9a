import type { ChainActionId, ChainPicture } from '../../../core/sessions/chainPicture';

/** What the extension tells the page: the whole picture, whenever something of it changes. */
export interface ToPage {
  readonly type: 'picture';
  /** Its name as it is, to be kept; every other text is to be read. */
  readonly profile: string;
  readonly picture: ChainPicture;
  /** Of the page's own parts, in the person's language. */
  readonly texts: PageTexts;
}

/** Texts that belong to no picture. */
export interface PageTexts {
  /** Names the list of nodes for screen readers. */
  readonly chain: string;
  /** Names the row of buttons for screen readers. */
  readonly toolbar: string;
  /** Stands before AWS's own words. */
  readonly awsSays: string;
}

/** What the page tells the extension. */
export type FromPage =
  /** It listens now. */
  | { readonly type: 'ready' }
  /** A button was pressed; `node` when it stands on one. */
  | { readonly type: 'action'; readonly action: ChainActionId; readonly node?: string | undefined };

/** What the page keeps over a reload of the window. */
export interface PageState {
  readonly profile: string;
}
