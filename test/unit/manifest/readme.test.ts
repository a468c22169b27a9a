import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'jsonc-parser';
import { profileSchema } from '../../../src/core/roles/profileSchema';
import { readProfiles } from '../../../src/core/roles/profileSet';
import { VARIABLES } from '../../../src/core/roles/variables';
import { MANIFEST, nls, PROJECT, projectFile } from './manifest';

const README = projectFile('README.md');
const PROFILES = projectFile('docs/profiles.md');
const S3 = projectFile('docs/s3.md');

/** The rows of a section's tables whose first cell is one of code or in bold, by that cell's text. */
function rows(of: string, text = README): Map<string, string> {
  const start = text.indexOf(`\n## ${of}\n`);
  assert.notEqual(start, -1, `There is no section "${of}".`);
  const section = text.slice(start, text.indexOf('\n## ', start + 1));
  return new Map(
    [...section.matchAll(/^\| (?:`([^`]+)`|\*\*([^*]+)\*\*) \|(.*)$/gm)].map(([, code, bold, rest]) => [
      code ?? bold ?? '',
      rest ?? '',
    ]),
  );
}

/** Names of the fields of an object and of all objects and lists in it. */
function fieldsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(fieldsOf)];
}

/** The example of all fields. */
function exampleProfiles(): Record<string, unknown> {
  const [, body] = /```jsonc\n"assumeRole\.profiles": (\{.*?\n\})\n```/s.exec(PROFILES) ?? [];
  assert.ok(body, 'There is no example of profiles.');
  return parse(body) as Record<string, unknown>;
}

describe('the README and the reference of profiles', () => {
  it('explains every setting, with its default', () => {
    const settings = rows('Settings');
    const { properties } = MANIFEST.contributes.configuration;
    assert.deepEqual([...settings.keys()].sort(), Object.keys(properties).sort());
    for (const [name, property] of Object.entries(properties)) {
      const { default: byDefault, minimum, maximum } = property;
      assert.ok(settings.get(name)?.startsWith(` \`${JSON.stringify(byDefault)}\` |`), `default of ${name}`);
      if (minimum !== undefined && maximum !== undefined) {
        assert.ok(settings.get(name)?.includes(`${minimum} to ${maximum}`), `limits of ${name}`);
      }
    }
  });

  it('explains every command of the palette, and names those of views and editors, here or in the reference of S3', () => {
    const explained = [...rows('Commands').keys()];
    const { commands, menus } = MANIFEST.contributes;
    const hidden = new Set(menus['commandPalette']?.map(({ command }) => command));
    const shown = commands.filter(({ command }) => !hidden.has(command));
    assert.deepEqual(explained.sort(), shown.map(({ category, title }) => `${category}: ${nls(title)}`).sort());
    const written = `${README}${S3}`.replaceAll(/\s+/g, ' ');
    const unnamed = commands.filter(
      ({ command, title }) => hidden.has(command) && !written.includes(`**${nls(title)}**`),
    );
    assert.deepEqual(
      unnamed.map(({ title }) => nls(title)),
      [],
    );
  });

  it('explains every field of a profile and every base identity', () => {
    const types = profileSchema.entries.source.options.map(({ entries }) => entries.type.literal);
    assert.deepEqual([...rows('Base identities', PROFILES).keys()], types);
    const fields = [...rows('Fields', PROFILES).keys()];
    assert.deepEqual(fields.sort(), Object.keys(profileSchema.entries).sort());
  });

  it('names every variable', () => {
    for (const name of VARIABLES) assert.ok(PROFILES.includes(`\`\${${name}}\``), name);
  });

  it('has an example that works as it is, with every field and base identity', () => {
    const example = exampleProfiles();
    assert.deepEqual(readProfiles([{ scope: 'User', value: example }]).problems, []);
    const used = new Set(fieldsOf(example));
    const unused = Object.keys(profileSchema.entries).filter((field) => !used.has(field));
    assert.deepEqual(unused, []);
    for (const { entries } of profileSchema.entries.source.options) {
      assert.match(JSON.stringify(example), new RegExp(`"type":"${entries.type.literal}"`));
    }
  });

  it('explains every script', () => {
    const { scripts } = JSON.parse(projectFile('package.json')) as { scripts: Record<string, string> };
    const named = [...README.matchAll(/(?:`|&& )npm (?:run )?([\w:]+)/g)].map(([, name]) => name ?? '');
    assert.deepEqual([...new Set(named)].filter((name) => name !== 'ci').sort(), Object.keys(scripts).sort());
  });

  for (const text of ['README.md', 'docs/profiles.md', 'docs/s3.md', 'CONTRIBUTING.md', 'CHANGELOG.md']) {
    it(`links only to files there are, from ${text}`, () => {
      const targets = [...projectFile(text).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target ?? '');
      assert.deepEqual(
        targets.filter((target) => !existsSync(path.join(PROJECT, path.dirname(text), target))),
        [],
      );
    });
  }
});
