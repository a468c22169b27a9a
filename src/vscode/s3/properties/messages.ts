import type { DetailsEvent, DetailsView, FormValues } from '../../../core/s3/properties/detailsView';

/** What the extension tells the page: the whole view, whenever something of it changes. */
export interface ToPage {
  readonly type: 'view';
  readonly view: DetailsView;
  readonly texts: PageTexts;
}

/** Texts of the page's own parts, in the person's language. */
export interface PageTexts {
  /** Names the row of buttons for screen readers. */
  readonly toolbar: string;
  readonly edit: string;
  readonly save: string;
  readonly cancel: string;
  readonly copy: string;
  readonly remove: string;
  readonly select: string;
  readonly selectAll: string;
  readonly reading: string;
  readonly actions: string;
}

/** What the page tells the extension. */
export type FromPage =
  /** It listens now. */
  { readonly type: 'ready' } | DetailsEvent;

/** What the page keeps while it is hidden: what was typed and not saved. */
export interface PageState {
  readonly draft?: { readonly section: string; readonly values: FormValues } | undefined;
}
