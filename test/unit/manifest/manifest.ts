import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The folder of the project. */
export const PROJECT = path.join(import.meta.dirname, '../../..');

/** The text of a file of the project. */
export function projectFile(name: string): string {
  return readFileSync(path.join(PROJECT, name), 'utf8');
}

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Setting {
  readonly scope: string;
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The parts of `package.json` that the tests look at. */
export interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly contents: string }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg?: string; readonly markdown?: string };
      }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly resourceLabelFormatters: readonly { readonly scheme: string }[];
  };
  readonly icon: string;
}

export const MANIFEST_TEXT = projectFile('package.json');
export const MANIFEST = JSON.parse(MANIFEST_TEXT) as Manifest;
/** Texts of the manifest by key. */
export const NLS = JSON.parse(projectFile('package.nls.json')) as Readonly<Record<string, string>>;

/** The manifest's text for `%key%`. */
export function nls(reference: string): string {
  return NLS[reference.replace(/^%(.*)%$/, '$1')] ?? reference;
}
