import * as vscode from 'vscode';
import { matchesGlob, parseGlob } from '../../core/s3/search/glob';
import { isJsonObject } from '../../core/support/json';

/**
 * Whether an installed extension would show what stands there as a notebook, by the patterns in its `contributes.notebooks`.
 * The outputs that are saved in a notebook are pages whose scripts run as soon as they are shown, and VS Code asks nobody
 * whether to trust those of S3.
 */
export function isNotebook({ path }: vscode.Uri): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return vscode.extensions.all
    .flatMap(({ packageJSON }) => patternsIn(packageJSON))
    .some((pattern) => parseGlob(pattern.toLowerCase())?.some((glob) => matchesGlob(glob, name)) ?? true);
}

function patternsIn(manifest: unknown): string[] {
  const contributed = isJsonObject(manifest) && isJsonObject(manifest['contributes']) ? manifest['contributes'] : {};
  const selectors = listOf(contributed['notebooks']).flatMap(({ selector }) => listOf(selector));
  return selectors.flatMap(({ filenamePattern }) => (typeof filenamePattern === 'string' ? [filenamePattern] : []));
}

function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
