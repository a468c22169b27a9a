import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as read } from 'node:stream/consumers';
import {
  parseSharedConfig,
  withoutComment,
  type ConfigSettings,
  type SharedConfig,
} from '../../src/core/configFiles/sharedConfig';

type Texts = Readonly<Record<'config' | 'credentials', string>>;
type Section = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** What the AWS CLI makes of the files. */
interface CliConfig {
  readonly profiles: Readonly<Record<string, Section>>;
  readonly sso_sessions: Readonly<Record<string, Section>>;
}

/**
 * Reads files as the AWS CLI does.
 * @throws Error saying what to install where its library is not there
 */
async function asTheCli(files: readonly Texts[]): Promise<(CliConfig | null)[]> {
  const python = spawn('python3', [join(__dirname, 'awsCliConfig.py')], {
    env: { ...process.env, PYTHONUTF8: '1', AWS_PROFILE: '' },
  });
  python.stdin.end(JSON.stringify(files));
  const [out, error] = await Promise.all([read(python.stdout), read(python.stderr)]);
  if (out === '') throw new Error(`There is no botocore for python3. Install it: apt-get install awscli\n${error}`);
  return JSON.parse(out) as (CliConfig | null)[];
}

const key = fc.constantFrom(
  'region',
  'role_arn',
  'Source_Profile',
  'external_id',
  'credential_process',
  'output',
  'sso_region',
);
const separator = fc.constantFrom('=', ' = ', ':', ' : ', '=  ', '\t=');
const value = fc.string({
  unit: fc.constantFrom(...'ab1/:=#;%"\'[]\\,é \t'.split('')),
  maxLength: 12,
});
const setting = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, separator, value).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: value.map((text) => `credential_process = run\n  ${text}x\n\n\tmore`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('s3 =\n  addressing_style = path\n  # why\n  max = 3', 's3=\n\taddressing_style=auto'),
  },
  { weight: 1, arbitrary: fc.constantFrom('', '   ', '# note', '  ; note = x', '#') },
);
const indentOf = fc.constantFrom('', '', '', '  ');
const body = fc
  .tuple(
    indentOf,
    fc.uniqueArray(setting, { maxLength: 5, selector: (text) => /^\w+/.exec(text)?.[0].toLowerCase() ?? text }),
  )
  .map(([indent, lines]) => lines.map((line) => indent + line).join('\n'));
const header = fc.oneof(
  fc.constantFrom(
    'default',
    'profile default',
    'profile dev',
    'profile "dev"',
    "profile 'my team'",
    'profile\tx',
    'sso-session s',
  ),
  fc.constantFrom(
    'profile "a \\" b"',
    'profile a\\ b',
    'profile two words',
    'profile',
    'plugins',
    'dev',
    'DEFAULT',
    'profile "open',
  ),
  fc.constantFrom('profile a]b', 'services local', 'profile "" x', 'profile "é"'),
);
const fileOf = (headers: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.uniqueArray(fc.tuple(headers, body), { maxLength: 6, selector: ([name]) => name }),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.constantFrom('', ' ', ' # note', ' ; note'),
    )
    .map(([sections, end, behind]) =>
      sections
        .map(([name, lines]) => `[${name}]${behind}\n${lines}\n`)
        .join('')
        .replace(/\n/g, end),
    );
const files = fc.record({
  config: fileOf(header),
  credentials: fileOf(fc.constantFrom('default', 'dev', 'my team', 'profile dev', 'new')),
});

/** What is told apart: every setting that counts, comments behind values left out as the AWS SDKs do. */
function settingsOfCli(section: Section): ConfigSettings {
  const flat = Object.entries(section).flatMap(([name, entry]) =>
    typeof entry === 'string'
      ? [[name, entry] as const]
      : Object.entries(entry).map(([inner, text]) => [`${name}.${inner}`, text] as const),
  );
  const verbatim = ['credential_process', 'source_profile'];
  return Object.fromEntries(flat.map(([name, text]) => [name, verbatim.includes(name) ? text : withoutComment(text)]));
}

/** The settings in the generated files that mean something here. */
const COUNTING: ReadonlySet<string> = new Set([
  ...['region', 'role_arn', 'source_profile', 'external_id', 'credential_process', 'sso_region'],
  's3.addressing_style',
]);

function assertSame(cli: CliConfig, ours: SharedConfig): void {
  const expected = Object.entries(cli.profiles).map(([name, section]) => {
    const settings = Object.entries(settingsOfCli(section)).filter(([setting]) => COUNTING.has(setting));
    return [name, Object.fromEntries(settings)] as const;
  });
  const actual = [...ours.profiles].map(([name, { settings }]) => [name, { ...settings }] as const);
  assert.deepEqual(Object.fromEntries(actual), Object.fromEntries(expected));
  assert.deepEqual([...ours.ssoSessions.keys()], Object.keys(cli.sso_sessions));
}

describe('the shared config files as the AWS CLI reads them', function () {
  this.timeout(60_000);

  it('have the same profiles and settings, whatever form they were written in', async () => {
    const generated = fc.sample(files, 300);
    const answers = await asTheCli(generated);
    const accepted = answers.filter((answer) => answer !== null).length;
    assert.ok(accepted > 50, `the AWS CLI took ${accepted} of them only`);
    answers.forEach((answer, index) => {
      const texts = generated[index];
      if (!answer || !texts) return;
      try {
        assertSame(answer, parseSharedConfig(texts));
      } catch (error) {
        throw new Error(`in ${JSON.stringify(texts, undefined, 1)}`, { cause: error });
      }
    });
  });

  it('give what "aws configure get" prints', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assume-role-files-'));
    try {
      const config = '[default]\nregion = us-east-1\n[profile  "my team"]\n  Role_Arn : arn:x\n  region=eu-west-1\r\n';
      const credentials = '[my team]\nregion = eu-west-2\n';
      await Promise.all([
        writeFile(join(folder, 'config'), config),
        writeFile(join(folder, 'credentials'), credentials),
      ]);
      const get = (name: string): Promise<string> =>
        new Promise((resolve, reject) => {
          const env = {
            ...process.env,
            AWS_CONFIG_FILE: join(folder, 'config'),
            AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
          };
          execFile('aws', ['configure', 'get', name, '--profile', 'my team'], { env }, (error, stdout) =>
            error ? reject(new Error('aws configure get failed', { cause: error })) : resolve(stdout.trim()),
          );
        });
      const settings = parseSharedConfig({ config, credentials }).profiles.get('my team')?.settings;
      assert.deepEqual(settings, { role_arn: await get('role_arn'), region: await get('region') });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('give what the AWS SDK reads of plain files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assume-role-files-'));
    try {
      const config =
        '[default]\nregion = us-east-1\n\n[profile dev]\n# note\nrole_arn = arn:x ; note\nsource_profile = default\ns3 =\n  addressing_style = path\n';
      const [filepath, configFilepath] = [join(folder, 'credentials'), join(folder, 'config')];
      await writeFile(configFilepath, config);
      const { configFile } = await loadSharedConfigFiles({ filepath, configFilepath, ignoreCache: true });
      const ours = [...parseSharedConfig({ config }).profiles].map(([name, { settings }]) => [name, settings] as const);
      assert.deepEqual(JSON.parse(JSON.stringify(Object.fromEntries(ours))), JSON.parse(JSON.stringify(configFile)));
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
