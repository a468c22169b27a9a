import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Libraries the pure core may use: no I/O, no dependencies of their own. */
const PURE_LIBRARIES = ['valibot', '@vscode/l10n'];

const sdk = { regex: '^@(aws-sdk|smithy|aws-crypto)/', message: 'Only src/aws talks to AWS.' };
const vscode = { regex: '^vscode$', message: 'Only src/vscode and src/extension.ts see VS Code.' };
const node = { regex: '^node:', message: 'src/core is pure: declare a port instead.' };
/** A tree view reveals rows. */
const reveal = {
  selector: "CallExpression[callee.property.name='reveal']:not([callee.object.name='view'])",
  message: 'Only src/aws may reveal credentials.',
};

// VS Code makes links and icons of what is in a text, so texts reach it through src/vscode/texts alone.
const SHOWN_BY_TEXTS = 'src/vscode/texts shows texts: it leaves them no link and no icon of others.';
/** Members of VS Code's API that show a text, or take one to be shown. */
const TEXT_SINKS = [
  ...['showErrorMessage', 'showWarningMessage', 'showInformationMessage', 'setStatusBarMessage', 'withProgress'],
  ...['showInputBox', 'createInputBox', 'showQuickPick', 'createQuickPick', 'showWorkspaceFolderPick'],
  ...['createTreeView', 'registerTreeDataProvider', 'createStatusBarItem', 'createWebviewPanel', 'createTerminal'],
  ...['registerWebviewViewProvider', 'registerTextDocumentContentProvider', 'registerFileDecorationProvider'],
  ...['registerHoverProvider', 'createTextEditorDecorationType', 'createCommentController', 'createSourceControl'],
  ...['MarkdownString', 'FileSystemError', 'TreeItem', 'CodeLens', 'Diagnostic', 'FileDecoration', 'InlayHint'],
  ...['Hover', 'CompletionItem', 'NotebookCellOutputItem', 'accessibilityInformation'],
];
const textSinks = TEXT_SINKS.map((property) => ({ property, message: SHOWN_BY_TEXTS }));
const importedTextSinks = {
  selector: `ImportDeclaration[source.value='vscode'][importKind!='type'] > ImportSpecifier[importKind!='type'][imported.name=/^(${TEXT_SINKS.join('|')})$/]`,
  message: SHOWN_BY_TEXTS,
};
const textSyntax = [
  importedTextSinks,
  { selector: 'Literal[value=/^vscode\\.(diff|changes)$/]', message: SHOWN_BY_TEXTS },
  { selector: 'Literal[value=/\\$\\([a-z]/]', message: 'Icons have fields of their own beside the text.' },
  {
    selector: 'TemplateElement[value.raw=/\\$\\(([a-z]|$)/]',
    message: 'Icons have fields of their own beside the text.',
  },
];

/** What runs a program: the one module that does it keeps shells and what belongs to the editor away. */
const processes = {
  regex: '^(node:)?child_process$',
  message: 'Programs are run by src/aws/identities/command.ts alone.',
};
/** The SDK gives a `credential_process` of the config files to a shell. */
const providers = {
  name: '@aws-sdk/credential-providers',
  allowImportNames: ['fromEnv', 'fromHttp', 'fromLoginCredentials'],
  message: 'The providers of the SDK that read config files run their processes in a shell: see src/aws/identities.',
};
const singleProviders = { regex: '^@aws-sdk/credential-provider-', message: providers.message };

const layer = (names, message) => ({ regex: `^(\\.\\./)+(${names})(/|$)`, message });

/** What asks VS Code for settings, or whether they may count: src/vscode/workspace answers both. */
const ONLY_IN_WORKSPACE = [
  ...['getConfiguration', 'onDidChangeConfiguration'].map((property) => ({
    property,
    message: 'Settings are read, watched and written by src/vscode/workspace/settingsReader.ts.',
  })),
  ...['isTrusted', 'onDidGrantWorkspaceTrust'].map((property) => ({
    property,
    // Text in Markdown is trusted in another sense.
    ...(property === 'isTrusted' ? { allowObjects: ['value'] } : {}),
    message: 'VS Code trusts S3 without a question: ask isWorkspaceListened of src/vscode/workspace/listened.ts.',
  })),
];

export default tseslint.config(
  { ignores: ['dist', 'out', '.vscode-test', 'node_modules', '*.vsix'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver()],
      'import-x/core-modules': ['vscode'],
    },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-extraneous-dependencies': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/**'],
    rules: {
      // The log channel is the only place to write to; it takes texts, not objects.
      'no-console': 'error',
      // Secrets leave their wrapper in one layer only, so no log, message or setting can hold one by accident.
      'no-restricted-syntax': ['error', reveal, ...textSyntax],
      // What a workspace says counts only where it may be listened to, and one folder decides that.
      'no-restricted-properties': ['error', ...ONLY_IN_WORKSPACE, ...textSinks],
    },
  },
  {
    files: ['src/core/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            sdk,
            vscode,
            node,
            layer('aws|vscode|extension', 'src/core imports nothing outside itself.'),
            {
              regex: `^(?!\\.)(?!(${PURE_LIBRARIES.join('|')})$)`,
              message: 'src/core may import only pure libraries named in eslint.config.mjs.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/aws/**'],
    rules: {
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [providers],
          patterns: [vscode, processes, singleProviders, layer('vscode|extension', 'src/aws sees only src/core.')],
        },
      ],
    },
  },
  {
    files: ['src/aws/identities/command.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [sdk, vscode, layer('vscode|extension', 'src/aws sees only src/core.')] },
      ],
    },
  },
  {
    files: ['src/vscode/workspace/{listened,settingsReader}.ts', 'src/core/workspace/listened.ts'],
    rules: { 'no-restricted-properties': ['error', ...textSinks] },
  },
  {
    // The one place outside src/aws: it writes kept sessions into SecretStorage and nowhere else.
    files: ['src/vscode/support/sessionVault.ts'],
    rules: { 'no-restricted-syntax': ['error', ...textSyntax] },
  },
  {
    files: ['src/vscode/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            sdk,
            processes,
            layer('aws|extension', 'src/vscode sees only src/core; the composition root hands it the rest.'),
          ],
        },
      ],
    },
  },
  {
    files: ['src/vscode/texts/**', 'src/core/texts/**'],
    rules: {
      'no-restricted-syntax': ['error', reveal],
      'no-restricted-properties': ['error', ...ONLY_IN_WORKSPACE],
    },
  },
  {
    files: ['test/**', 'scripts/**'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off' },
  },
  { files: ['**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  prettier,
);
