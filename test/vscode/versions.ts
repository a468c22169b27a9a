/** A VS Code release and what it takes to install its server build from the npm package `code-server`. */
export interface VSCodeRelease {
  /** VS Code's own version. */
  readonly version: string;
  /** The version of the npm package `code-server` that carries it. */
  readonly codeServer: string;
  /** The major version of Node it is built for. */
  readonly node: number;
}

/** The newest VS Code the extension is tested in; `npm start` opens this one. */
export const NEWEST: VSCodeRelease = { version: '1.139.1', codeServer: '4.139.1', node: 24 };

/** The oldest VS Code that `engines.vscode` of package.json promises. */
export const OLDEST: VSCodeRelease = { version: '1.100.3', codeServer: '4.100.3', node: 20 };
