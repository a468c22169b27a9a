import { l10n, ThemeIcon, type QuickInputButton } from 'vscode';
import { askMenu } from '../support/menu';
import { runSteps, type TextStep } from '../support/multiStep';
import { separator } from '../support/quickInput';
import type { WrittenHop } from './draft';
import { fieldProblem } from './fieldProblems';
import type { OptionAsker } from './options';
import { readTags } from './optionTexts';

/** A row: a tag by its key, or something to do. */
interface TagRow {
  readonly tag?: string;
}

const DONE: TagRow = {};
const ADD: TagRow = {};

/**
 * Lets the person add, remove and pass on session tags of a hop, until they go back. The hop is changed in place.
 * @throws AppError of kind `cancelled` when the person presses Escape
 */
export async function editTags(hop: WrittenHop, { title, signal }: OptionAsker): Promise<void> {
  const removal: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: l10n.t('Remove Tag') };
  const place = { title: `${title}: ${l10n.t('Session tags')}`, step: 1, totalSteps: 1, back: true };
  for (;;) {
    const { tags = {}, transitiveTagKeys = [] } = hop;
    const answer = await askMenu<TagRow>(
      {
        placeholder: l10n.t('Choose a tag to pass it on to the next hops, or not'),
        choices: [
          { icon: 'check', label: l10n.t('Done'), value: DONE },
          { icon: 'add', label: l10n.t('Add Tags…'), value: ADD },
          separator(l10n.t('tags')),
          ...Object.entries(tags).map(([key, value]) => ({
            label: `${key}=${value}`,
            description: transitiveTagKeys.includes(key) ? l10n.t('passed on (transitive)') : '',
            buttons: [removal],
            value: { tag: key },
          })),
        ],
        active: (value) => value === (Object.keys(tags).length === 0 ? ADD : DONE),
      },
      place,
      signal,
    );
    if (answer.type === 'back' || answer.value === DONE) return;
    const { tag } = answer.value;
    if (tag === undefined) await addTags(hop, place.title, signal);
    else if (answer.type === 'button') setTags(hop, omit(tags, tag), without(transitiveTagKeys, tag));
    else if (transitiveTagKeys.includes(tag)) setTags(hop, tags, without(transitiveTagKeys, tag));
    else setTags(hop, tags, [...transitiveTagKeys, tag]);
  }
}

async function addTags(hop: WrittenHop, title: string, signal: AbortSignal | undefined): Promise<void> {
  const answer = { text: '' };
  const merged = (text: string): Record<string, string> | undefined => {
    const read = readTags(text);
    return 'value' in read ? { ...hop.tags, ...read.value } : undefined;
  };
  const step: TextStep<typeof answer> = {
    kind: 'text',
    prompt: l10n.t('Tags as key=value, several separated by commas'),
    placeholder: 'team=data, project=${workspaceFolderBasename}',
    value: ({ text }) => text,
    keep: (kept, text) => (kept.text = text),
    validate: (text) => {
      const read = readTags(text);
      return 'problem' in read ? read.problem : fieldProblem('tags', l10n.t('Session tags'), merged(text));
    },
  };
  if ((await runSteps(title, [step], answer, { signal, nested: true })) === 'back') return;
  setTags(hop, merged(answer.text) ?? {}, hop.transitiveTagKeys ?? []);
}

function setTags(hop: WrittenHop, tags: Record<string, string>, transitiveTagKeys: string[]): void {
  delete hop.tags;
  delete hop.transitiveTagKeys;
  if (Object.keys(tags).length > 0) hop.tags = tags;
  if (transitiveTagKeys.length > 0) hop.transitiveTagKeys = transitiveTagKeys;
}

function omit(tags: Readonly<Record<string, string>>, left: string): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => key !== left));
}

function without(keys: readonly string[], left: string): string[] {
  return keys.filter((key) => key !== left);
}
