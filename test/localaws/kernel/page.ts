import type { AwsResponse } from './types';

/**
 * A page for people.
 * @param title plain text without markup
 * @param content HTML; texts from outside must be escaped
 */
export function page(title: string, content: string, status = 200): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
  li { margin: 0 0 1.5rem; }
  ul { list-style: none; padding: 0; }
  .serial { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
  .code { font: 600 2.5rem/1.2 ui-monospace, monospace; letter-spacing: 0.15em; display: block; user-select: all; }
  progress { width: 12rem; vertical-align: middle; }
  form label { display: block; margin: 1.5rem 0; }
  input, select { font: inherit; display: block; min-width: 16rem; padding: 0.4rem 0.6rem; }
  input.code { width: 12ch; padding: 0.4rem 0.6rem; text-transform: uppercase; }
  button { font: inherit; min-width: 8rem; padding: 0.5rem 1rem; margin-right: 0.75rem; cursor: pointer; }
  button[value='allow'] { font-weight: 600; }
</style>
</head>
<body>
<h1>${title}</h1>
${content}
</body>
</html>
`,
  };
}
