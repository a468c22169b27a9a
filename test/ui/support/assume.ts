import type { Workbench } from './workbench';

/** Picks a profile in the picker of "AWS: Assume Role"; what it asks for then is up to the test. */
export async function pickProfile(window: Workbench, profile: string): Promise<void> {
  await window.runCommand('AWS: Assume Role');
  await window.quickInput.waitForOpen('Assume Role');
  // Only the rows in sight are drawn.
  await window.quickInput.type(profile);
  await window.quickInput.pick(new RegExp(`\\b${profile},`));
}

/** Waits until the status bar shows a profile's session as the active one. @returns its text, without the icon */
export async function assumed(window: Workbench, profile: string): Promise<string> {
  return window.statusBarText(new RegExp(`AWS session ${profile}\\b`));
}

/** Waits until the status bar shows that no role is assumed. */
export async function notAssumed(window: Workbench): Promise<void> {
  await window.statusBarItem('No role is assumed. Assume Role').waitFor();
}

/**
 * Reloads a window and waits until the extension is active in it again. By the command, because a browser's own reload
 * gives VS Code no time to keep its state.
 */
export async function reload(window: Workbench): Promise<void> {
  await Promise.all([window.page.waitForEvent('load'), window.runCommand('Developer: Reload Window')]);
  await window.statusBarItem(/AWS session|Assume Role|Assuming/).waitFor();
}
