import type { Disposable } from '../../support/disposable';
import type { Event } from '../../support/event';
import type { DetailsEvent, DetailsView } from './detailsView';

/** What stands behind a page: it says what the page shows, and does what the person asks for there. */
export interface DetailsModel extends Disposable {
  /** Fires when {@link view} would be another. */
  readonly onDidChange: Event<void>;
  view(): DetailsView;
  /** Reads what the page shows. Never throws: what could not be read stands in its place. */
  refresh(): Promise<void>;
  /** Does what was asked for on the page. Never throws: what went wrong is in the view. */
  handle(event: DetailsEvent): Promise<void>;
}
