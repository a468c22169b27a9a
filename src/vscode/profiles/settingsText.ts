import { t } from '@vscode/l10n';
import { getNodeValue, parseTree, type Node } from 'jsonc-parser';
import { readAccounts, type AccountLayer } from '../../core/roles/accounts/accountSettings';
import type { ProfileProblem } from '../../core/roles/profileProblem';
import { readProfiles, type ProfileLayer, type ReadOptions } from '../../core/roles/profileSet';
import { isJsonObject } from '../../core/support/json';
import { SETTING } from '../ids';

/** A problem and where it stands in the text of a settings file, in UTF-16 code units. */
export interface TextProblem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly offset: number;
  readonly length: number;
}

/** What a settings file's profiles are checked together with. */
export interface SettingsTextContext {
  /** The file's own scope, as {@link ProfileLayer} names it. */
  readonly scope: string;
  /** The layers in force, the widest first; that of the same scope may hold another file's profiles too. */
  readonly layers: readonly ProfileLayer[];
  readonly options?: ReadOptions;
  /** Like {@link layers}, of the settings about accounts. */
  readonly accountLayers?: readonly AccountLayer[];
  /** Where the settings stand in the file: `['settings']` in a `.code-workspace` file. */
  readonly root: readonly string[];
}

/**
 * What is wrong with the profiles in a settings file's text. Never throws; text that is not JSON is read as far as it
 * goes.
 */
export function profileProblems(text: string, context: SettingsTextContext): TextProblem[] {
  const setting = findSetting(text, context.root);
  if (!setting) return [];
  const value: unknown = getNodeValue(setting.value);
  const { problems: all } = readProfiles(withText(value, context), context.options);
  const problems = all.filter(({ scope }) => scope === context.scope);
  return [...placed(problems, setting), ...duplicates(setting.value)];
}

/** What is wrong with the settings about accounts in a settings file's text, and the schema does not say. Never throws. */
export function accountProblems(text: string, { scope, accountLayers = [], root }: SettingsTextContext): TextProblem[] {
  const found = {
    accounts: findSetting(text, root, SETTING.accounts),
    productionProfiles: findSetting(text, root, SETTING.productionProfiles),
  };
  const layers = accountLayers.map((layer) =>
    layer.scope === scope
      ? { scope, accounts: valueOf(found.accounts), productionProfiles: valueOf(found.productionProfiles) }
      : layer,
  );
  return readAccounts(layers).problems.flatMap(({ setting, format, path, message, ...problem }) => {
    const at = found[setting];
    return format || problem.scope !== scope || !at
      ? []
      : [{ severity: 'error' as const, message, ...span(nearest(at, path)) }];
  });
}

function valueOf(property: Property | undefined): unknown {
  return property && getNodeValue(property.value);
}

/** Where a profile's name stands in a settings file's text, in UTF-16 code units; undefined when it does not. */
export function profilePlace(
  text: string,
  name: string,
  root: readonly string[],
): { readonly offset: number; readonly length: number } | undefined {
  const profile = propertiesAt(findSetting(text, root)?.value, [name]).at(-1);
  return profile && span(profile.key);
}

function findSetting(text: string, root: readonly string[], setting: string = SETTING.profiles): Property | undefined {
  return propertiesAt(parseTree(text, [], { allowTrailingComma: true }), [...root, setting]).at(-1);
}

/** A property of an object: the node of its name and that of its value. */
interface Property {
  readonly key: Node;
  readonly value: Node;
}

/**
 * The layers with `value` in place of what the same file held when it was last saved. Profiles of that scope that the
 * text does not hold stay: in a remote window the user's settings are two files.
 */
function withText(value: unknown, { scope, layers }: SettingsTextContext): ProfileLayer[] {
  return layers.map((layer) => {
    if (layer.scope !== scope) return layer;
    const merge = isJsonObject(layer.value) && isJsonObject(value);
    return { ...layer, value: merge ? { ...layer.value, ...value } : value };
  });
}

/**
 * The JSON schema marks what breaks the format at the field, so those problems are told once per profile, at its name:
 * that it cannot be used and why. The rest stands at the field it is about.
 */
function placed(problems: readonly ProfileProblem[], setting: Property): TextProblem[] {
  const format = new Map<Node, string[]>();
  const others: TextProblem[] = [];
  for (const { writtenName, path, severity, message, ...problem } of problems) {
    const entry = writtenName === undefined ? setting : propertiesAt(setting.value, [writtenName]).at(-1);
    if (!entry) continue;
    if (problem.format) {
      format.set(entry.key, [...(format.get(entry.key) ?? []), message]);
    } else {
      others.push({ severity, message, ...span(path.length === 0 ? entry.key : nearest(entry, path)) });
    }
  }
  const once = [...format].map(([key, messages]) => ({
    severity: 'error' as const,
    message: messages.join('\n'),
    ...span(key),
  }));
  return [...once, ...others];
}

/** Of a name that stands twice JSON readers take the last; the earlier ones are lost without a word. */
function duplicates(profiles: Node): TextProblem[] {
  const earlier = new Map<string, Property>();
  const problems: TextProblem[] = [];
  for (const property of propertiesOf(profiles)) {
    const name = String(property.key.value);
    const lost = earlier.get(name);
    if (lost) {
      const message = t('Profile "{0}": is written again below; that one is used.', name);
      problems.push({ severity: 'warning', message, ...span(lost.key) });
    }
    earlier.set(name, property);
  }
  return problems;
}

/** The value at `path` below a profile or setting, or that of its nearest ancestor there is. */
function nearest(profile: Property, path: readonly (string | number)[]): Node {
  let node = profile.value;
  for (const key of path) {
    const child = typeof key === 'number' ? node.children?.[key] : propertiesAt(node, [key]).at(-1)?.value;
    if (!child) break;
    node = child;
  }
  return node === profile.value ? profile.key : node;
}

/** The properties at `path`, several where the last name stands more than once. */
function propertiesAt(node: Node | undefined, path: readonly string[]): Property[] {
  const [name, ...rest] = path;
  const found = propertiesOf(node).filter(({ key }) => key.value === name);
  return rest.length === 0 ? found : propertiesAt(found.at(-1)?.value, rest);
}

function propertiesOf(node: Node | undefined): Property[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children: [key, value] = [] }) => (key && value ? [{ key, value }] : []));
}

function span({ offset, length }: Node): { readonly offset: number; readonly length: number } {
  return { offset, length };
}
