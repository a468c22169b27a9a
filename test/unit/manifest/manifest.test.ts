import { CONTEXT, PREVIEW_SCHEME, SCHEME, SETTING, VIEW } from '../../../src/vscode/ids';
import { qualifyCalls } from '../../../scripts/l10n';
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import ts from 'typescript';
import { MANIFEST, MANIFEST_TEXT, nls, NLS, projectFile } from './manifest';

const { contributes } = MANIFEST;

/** The commands of `ids.ts` and whether they can be run without an argument; types are gone at run time. */
function commandsOfSource(): Map<string, { readonly alone: boolean }> {
  const file = 'src/vscode/ids.ts';
  const source = ts.createSourceFile(file, projectFile(file), ts.ScriptTarget.Latest);
  const commands = source.statements.filter(ts.isInterfaceDeclaration).find(({ name }) => name.text === 'Commands');
  const members = commands?.members.filter(ts.isPropertySignature) ?? [];
  return new Map(
    members.map(({ name, type }) => {
      const parameters = type && ts.isTupleTypeNode(type) ? type.elements : [];
      const alone = parameters.every((element) => ts.isNamedTupleMember(element) && element.questionToken);
      return [ts.isStringLiteral(name) ? name.text : '', { alone }];
    }),
  );
}

describe('manifest', () => {
  const declared = contributes.commands.map(({ command }) => command);
  const inSource = commandsOfSource();

  it('declares exactly the commands of ids.ts', () => {
    assert.ok(inSource.size > 0);
    assert.deepEqual([...declared].sort(), [...inSource.keys()].sort());
  });

  it('puts every command into the category AWS', () => {
    assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['AWS']);
  });

  it('has one command titled just "Assume Role"', () => {
    const found = contributes.commands.filter(({ title }) => nls(title) === 'Assume Role');
    assert.deepEqual(
      found.map(({ command }) => command),
      ['assumeRole.assume'],
    );
  });

  it('hides commands that need an argument from the palette', () => {
    const hidden = (contributes.menus['commandPalette'] ?? []).filter(({ when }) => when === 'false');
    const needArgument = [...inSource].filter(([, { alone }]) => !alone).map(([command]) => command);
    assert.ok(needArgument.length > 0);
    assert.deepEqual(
      needArgument.filter((command) => !hidden.some((item) => item.command === command)),
      [],
    );
  });

  it('shows in menus only commands it declares', () => {
    const shown = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    assert.deepEqual(
      shown.filter((command) => !declared.includes(command)),
      [],
    );
  });

  it('links only to commands there are', () => {
    const own = new Set([...declared, `${VIEW.s3}.focus`]);
    const links = Object.values(NLS).flatMap((text) => [...text.matchAll(/\(command:([\w.]+)/g)].map(([, id]) => id));
    assert.ok(links.length > 0);
    assert.deepEqual(
      links.filter((id) => id?.startsWith('assumeRole.') && !own.has(id)),
      [],
    );
  });

  it('declares the views, settings and scheme of ids.ts', () => {
    const views = Object.values(contributes.views).flatMap((list) => list.map(({ id }) => id));
    assert.deepEqual(views, Object.values(VIEW));
    assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), Object.values(SETTING).sort());
    assert.deepEqual(
      contributes.resourceLabelFormatters.map(({ scheme }) => scheme),
      [SCHEME, PREVIEW_SCHEME],
    );
  });

  it('lets no setting of an untrusted workspace count', () => {
    // Only settings of these scopes can be written in a workspace at all.
    const written = Object.entries(contributes.configuration.properties)
      .filter(([, { scope }]) => scope !== 'application' && scope !== 'machine')
      .map(([name]) => name);
    assert.deepEqual([...MANIFEST.capabilities.untrustedWorkspaces.restrictedConfigurations].sort(), written.sort());
  });

  it('asks only for context keys of ids.ts', () => {
    const clauses = [...MANIFEST_TEXT.matchAll(/"(?:when|enablement)": "((?:[^"\\]|\\.)*)"/g)].map(
      ([, text = '']) => text,
    );
    const names = clauses.flatMap((text) => [...text.matchAll(/assumeRole\.\w+/g)].map(([name]) => name));
    const views = new Set<string>(Object.values(VIEW));
    const keys = new Set(names.filter((name) => !views.has(name)));
    assert.deepEqual([...keys].sort(), Object.values(CONTEXT).sort());
  });

  it('names only pictures there are', () => {
    const files = [
      MANIFEST.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...Object.values(contributes.views).flatMap((views) => views.map(({ icon }) => icon)),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.svg ?? media.markdown ?? '')),
    ];
    assert.deepEqual(
      files.filter((file) => !existsSync(new URL(`../../../${file}`, import.meta.url))),
      [],
    );
  });
});

describe('texts', () => {
  it('of calls of an imported t are found, those of another t are not', () => {
    assert.equal(
      qualifyCalls("import { t } from '@vscode/l10n';\nf(() => t('A'), a.t('B'));"),
      "import * as l10n from '@vscode/l10n';\nimport { t } from '@vscode/l10n';\nf(() => l10n.t('A'), a.t('B'));",
    );
    assert.equal(qualifyCalls("t('A')"), "t('A')");
  });
});
