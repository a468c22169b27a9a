import { hostname, userInfo } from 'node:os';
import * as vscode from 'vscode';
import type { Variables } from '../../core/roles/variables';

/** What the variables of a profile stand for in this window, now. */
export function windowVariables(): Variables {
  return {
    user: userInfo().username,
    hostname: hostname(),
    workspaceFolderBasename: vscode.workspace.workspaceFolders?.[0]?.name,
    date: localDate(new Date()),
    env: (name) => process.env[name],
  };
}

/** `2026-11-21`, by the person's own calendar. */
function localDate(date: Date): string {
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  return [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
}
