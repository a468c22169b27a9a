/**
 * Names of files and folders in which VS Code, its extensions and agents look for configuration, by themselves and without
 * a word, in a folder that is open: settings, tasks, launch configurations, recommended extensions, MCP servers, dev
 * containers, hooks, and instructions, prompts, agents and skills, whose words an agent follows. Whoever writes them decides
 * what runs on the person's machine and where its requests go; in S3 that is everyone who may write the object, and VS Code
 * asks nobody there whether the folder is trusted. So what has such a name is an object like any other, of which VS Code is
 * told under another name.
 *
 * Not in here is what runs only when a person starts it (`package.json` scripts), what changes how text looks
 * (`.editorconfig`, `.prettierrc`), and what only programs read that see no S3 (`eslint.config.js`, `.env`, `.git`).
 */
const NAMES: ReadonlySet<string> = new Set([
  // VS Code, and editors made of it.
  ...['.vscode', '.theia', '.cursor', '.windsurf', '.kiro', '.trae', '.devcontainer', '.devcontainer.json'],
  // Agents in VS Code and beside it; `.github` is also where Copilot's instructions, prompts, agents and hooks are.
  ...['.github', '.agents', '.agent', '.claude', '.claude-plugin', '.codex', '.copilot', '.gemini', '.qwen'],
  ...[
    '.kilocode',
    '.kilocodemodes',
    '.crush.json',
    '.goose',
    '.factory',
    '.lingma',
    '.codebuddy',
    '.zencoder',
    '.qoder',
  ],
  ...['warp.md', 'crush.md', 'codebuddy.md', '.hooks', 'hooks.json', '.plugin'],
  ...['.amazonq', '.augment', '.clinerules', '.cline', '.continue', '.junie', '.opencode', '.roo', '.tabnine'],
  ...['.cursorrules', '.windsurfrules', '.roorules', '.roomodes', '.goosehints', '.augment-guidelines', '.rules'],
  ...['agents.md', 'agents.override.md', 'agents.local.md', 'agent.md', 'claude.md', 'claude.local.md', 'gemini.md'],
  ...['qwen.md', 'skill.md', 'opencode.json', 'opencode.jsonc', '.aider.conf.yml'],
  // MCP servers, which are programs.
  ...['mcp.json', '.mcp.json', 'mcp-config.json', 'mcp_config.json', '.mcp', 'mcp_settings.json'],
]);

/** The file of a workspace of several folders: its settings, tasks and launch configurations are all in it. */
const WORKSPACE_FILE = /\.(?:code|theia)-workspace$/i;

/** Endings of files that agents take instructions from wherever a setting says that they are. */
const ENDINGS = /\.(?:prompt|instructions|agent|chatmode)\.md$/i;

/** Whether VS Code takes a file of that name for a workspace. */
export function isWorkspaceFileName(name: string): boolean {
  return WORKSPACE_FILE.test(comparable(name));
}

/**
 * Where in a name a character must be spelled otherwise, so that nobody takes the file or folder for configuration: the
 * first one, or the dot of an ending, which leaves a file its language.
 * @returns undefined for names of no such meaning
 */
export function configurationMark(name: string): number | undefined {
  const plain = comparable(name);
  if (NAMES.has(plain)) return 0;
  const ending = WORKSPACE_FILE.exec(name) ?? ENDINGS.exec(name);
  if (ending) return ending.index;
  return WORKSPACE_FILE.test(plain) || ENDINGS.test(plain) ? 0 : undefined;
}

/**
 * A name as somebody may read it who does not look closely: without regard to case, to forms of the same characters
 * (Unicode NFKC), to what is invisible, and to the dots and spaces at its end, which Windows leaves out.
 */
function comparable(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu, '')
    .trim()
    .toLowerCase()
    .replace(/[\s.]+$/u, '');
}
