import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** What a web page of ours may do and read. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return {
    enableScripts: true,
    localResourceRoots: ['dist', 'media'].map((folder) => vscode.Uri.joinPath(extensionUri, folder)),
  };
}

/**
 * The document of a web page of ours: one script and our style sheets, and nothing else from anywhere.
 * @param script name in `dist`
 * @param style name in `media` of what the page adds to the styles of all pages
 */
export function pageDocument(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { script, style }: { readonly script: string; readonly style: string },
): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (...path: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...path)).toString();
  const styles = ['page.css', style].map((name) => `<link rel="stylesheet" href="${uri('media', name)}">`);
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    ${styles.join('\n    ')}
  </head>
  <body>
    <script nonce="${nonce}" src="${uri('dist', script)}"></script>
  </body>
</html>`;
}
