import assert from 'node:assert/strict';
import { ESLint, type Linter } from 'eslint';

const RULES = ['no-restricted-syntax', 'no-restricted-properties'];

interface Config {
  readonly rules: Readonly<Record<string, Linter.RuleEntry>>;
  readonly languageOptions: { readonly parser: Linter.Parser };
}

/** The rules that forbid a line in a file of `src/vscode`; types are not asked for, which takes long. */
async function rulesBrokenBy(line: string, file = 'src/vscode/s3/example.ts'): Promise<string[]> {
  const { rules, languageOptions } = (await new ESLint().calculateConfigForFile(file)) as Config;
  const eslint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      languageOptions: { parser: languageOptions.parser },
      rules: Object.fromEntries(RULES.map((name) => [name, rules[name] ?? 'off'])),
    },
  });
  const results = await eslint.lintText(line, { filePath: file });
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => ruleId ?? message));
}

const PROPERTIES = 'no-restricted-properties';
const SYNTAX = 'no-restricted-syntax';

describe('texts reach VS Code through src/vscode/texts alone, because lint', () => {
  before(async function () {
    // Loads the plugins.
    this.timeout(120_000);
    await rulesBrokenBy('');
  });

  const members = [
    'window.showErrorMessage(x)',
    "window['showWarningMessage'](x)",
    'window.showInformationMessage(x)',
    'window.setStatusBarMessage(x)',
    'window.withProgress(x)',
    'window.showInputBox(x)',
    'window.createInputBox()',
    'window.showQuickPick(x)',
    'window.createQuickPick()',
    'window.createTreeView(x)',
    'window.createStatusBarItem(x)',
    'window.createWebviewPanel(x)',
    'workspace.registerTextDocumentContentProvider(x)',
    'new vscode.MarkdownString(x)',
    'new vscode.TreeItem(x)',
    'new vscode.CodeLens(x)',
    'new vscode.Diagnostic(x)',
    'throw vscode.FileSystemError.FileNotFound(x)',
    'item.accessibilityInformation = x',
    'const { showErrorMessage } = window',
  ];
  for (const line of members) {
    it(`forbids ${line}`, async () => assert.deepEqual(await rulesBrokenBy(line), [PROPERTIES]));
  }

  const others = [
    "import { MarkdownString } from 'vscode'",
    "executeCommand('vscode.diff', a, b, title)",
    "const label = '$(key) a'",
    'const label = `$(key) ${name}`',
    'const label = `$(${icon}) ${name}`',
  ];
  for (const line of others) {
    it(`forbids ${line}`, async () => assert.deepEqual(await rulesBrokenBy(line), [SYNTAX]));
  }

  it('forbids icons in the texts of the core as well', async () => {
    assert.deepEqual(await rulesBrokenBy("const label = '$(key) a'", 'src/core/sessions/example.ts'), [SYNTAX]);
  });

  it('allows types, and everything in src/vscode/texts', async () => {
    assert.deepEqual(await rulesBrokenBy("import type { TreeItem } from 'vscode'; let item: vscode.TreeItem"), []);
    assert.deepEqual(await rulesBrokenBy('window.showErrorMessage(x)', 'src/vscode/texts/messages.ts'), []);
  });
});
