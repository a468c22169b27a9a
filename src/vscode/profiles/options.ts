import type { ProfileDraft } from './draft';

/** How an option is changed: by typing, by a click, or by a dialog of its own. */
export interface Option {
  readonly title: string;
  /** What the draft holds, as people read it; undefined or empty where nothing is set. */
  readonly shown: (draft: ProfileDraft) => string | undefined;
  /** What counts where nothing is set; `none` when not given. */
  readonly otherwise?: (draft: ProfileDraft) => string;
  /** Whether it stands in the short list too. */
  readonly common: boolean;
  /** Whether it is offered, given the other answers. */
  readonly applies?: (draft: ProfileDraft) => boolean;
  /** Asks the person and keeps the answer. */
  readonly change: (draft: ProfileDraft, asker: OptionAsker) => Promise<unknown>;
}

/** What an option may ask with. */
export interface OptionAsker {
  readonly title: string;
  readonly signal: AbortSignal | undefined;
}
