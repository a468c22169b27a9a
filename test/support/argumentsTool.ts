import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Arguments with a meaning to shells; run by one they would write files, or become others. */
export const SHELL_WORDS: readonly string[] = [
  ...['a&touch', 'X', ';', '$(touch', 'X)', '`id`', 'p$HOME;x', '|', 'tee', 'X', '*', '~', '>X', '&&', 'touch', 'X'],
  ...['a#b', '%PATH%', '!', '{a,b}'],
];

/** A program for `credential_process` that prints credentials and tells what it was run with. */
export class ArgumentsTool {
  private constructor(
    private readonly program: string,
    private readonly seen: string,
  ) {}

  /** @param printed what it prints, one line of JSON */
  static async make(folder: string, printed: object): Promise<ArgumentsTool> {
    await mkdir(folder, { recursive: true });
    const tool = new ArgumentsTool(join(folder, 'tool'), join(folder, 'seen'));
    const output = join(folder, 'printed.json');
    await writeFile(output, JSON.stringify(printed));
    const lines = [`{ pwd; printf '%s\\n' "$@"; env; } > '${tool.seen}'`, `cat '${output}'`];
    await writeFile(tool.program, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
    return tool;
  }

  /** The command as it is written into a config file. */
  get command(): string {
    return [this.program, ...SHELL_WORDS].join(' ');
  }

  /** What it was run with since the last time this was asked; undefined when it was not run. */
  async run(): Promise<{ folder: string; args: string[]; env: string[] } | undefined> {
    const text = await readFile(this.seen, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    await rm(this.seen);
    const [folder = '', ...lines] = text.trimEnd().split('\n');
    return { folder, args: lines.slice(0, SHELL_WORDS.length), env: lines.slice(SHELL_WORDS.length) };
  }
}
