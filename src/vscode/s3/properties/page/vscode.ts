import type { FromPage, PageState } from '../messages';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPage): void;
  getState(): PageState | undefined;
  setState(state: PageState): void;
};

const api = acquireVsCodeApi();

/** Tells the extension what the person did. */
export function send(message: FromPage): void {
  api.postMessage(message);
}

/** What the page kept while it was hidden. */
export function keptState(): PageState {
  return api.getState() ?? {};
}

/** Keeps it while the page is hidden. */
export function keepState(state: PageState): void {
  api.setState(state);
}
