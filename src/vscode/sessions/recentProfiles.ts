import type * as vscode from 'vscode';

const KEY = 'assumeRole.recentProfiles';
const KEPT = 20;

/** Names of the profiles assumed last, most recent first; shared by the windows of this person. */
export class RecentProfiles {
  constructor(private readonly state: vscode.Memento) {}

  get names(): readonly string[] {
    return this.state.get<readonly string[]>(KEY, []);
  }

  /** Puts `name` first. */
  async add(name: string): Promise<void> {
    await this.state.update(KEY, [name, ...this.names.filter((other) => other !== name)].slice(0, KEPT));
  }
}
