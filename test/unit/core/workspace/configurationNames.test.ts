import assert from 'node:assert/strict';
import { configurationMark } from '../../../../src/core/workspace/configurationNames';

describe('names of configuration', () => {
  it('are those that VS Code, its extensions and agents look for in an open folder', () => {
    const names = [
      ...['.vscode', '.devcontainer', '.devcontainer.json', '.github', '.mcp.json', 'mcp.json', '.cursor', '.claude'],
      ...['.agents', '.codex', '.copilot', '.claude-plugin', 'AGENTS.md', 'CLAUDE.md', 'CLAUDE.local.md', 'SKILL.md'],
      ...['hooks.json', 'HOOKS.json', '.plugin'],
    ];
    for (const name of names) assert.equal(configurationMark(name), 0, name);
    for (const name of [
      'team.code-workspace',
      'review.prompt.md',
      'go.instructions.md',
      'x.agent.md',
      'x.chatmode.md',
    ]) {
      assert.equal(configurationMark(name), name.indexOf('.'), name);
    }
    assert.equal(configurationMark('a.b.prompt.md'), 3);
    assert.equal(configurationMark('.code-workspace'), 0);
  });

  it('are told whatever their case, Unicode form, and what is invisible or at their end', () => {
    const looks = [
      ...[
        '.VSCODE',
        '.VsCode',
        '.vscode.',
        '.vscode ',
        '.vscode. .',
        ' .vscode',
        '．vscode',
        '.ｖscode',
        '.vs\u200bcode',
      ],
      ...[
        '.vs\u00adcode',
        '\ufeff.vscode',
        '.vscode\u0000',
        '.gıthub'.replace('ı', 'i'),
        '.GITHUB',
        'agents.MD',
        'Ａgents.md',
      ],
      ...[
        'team.Code-Workspace',
        'team.code-workspace ',
        'team.code-workspace.',
        'team．code-workspace',
        'x.PROMPT.md.',
      ],
    ];
    for (const name of looks) assert.notEqual(configurationMark(name), undefined, JSON.stringify(name));
  });

  it('are no others', () => {
    const names = [
      ...[
        '',
        '.',
        '..',
        'vscode',
        '.vscode2',
        'x.vscode',
        '.vscode-test',
        'README.md',
        'agents',
        'agents.txt',
        'my-agents.md',
      ],
      ...[
        'prompt.md',
        'code-workspace',
        'team.code-workspace.json',
        'package.json',
        '.editorconfig',
        '.prettierrc',
        '.env',
      ],
      ...['eslint.config.js', '.git', '.gitignore', 'github', 'mcp', 'data.mcp.json', 'tasks.json'],
    ];
    for (const name of names) assert.equal(configurationMark(name), undefined, name);
  });
});
