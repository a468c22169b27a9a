import { unzipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import { MAX_ACTIVATION_BYTES, MAX_FILES, MAX_PACKAGE_BYTES } from '../../scripts/packageChecks';
import { ratio, type Row, type Section } from './report';

const MEBIBYTE = 1024 ** 2;

/** What others ship, by their published sources: AWS Toolkit 4.12.0, and aws-s3-vscode-extension 1.10.0 unbundled. */
const PEERS = [
  { name: 'AWS Toolkit 4.12.0', mebibytes: 18.65, files: 525 },
  { name: 'aws-s3-vscode-extension 1.10.0', mebibytes: 15.7, files: 5330 },
] as const;

const number = (value: number): string => value.toLocaleString('en');

/** What a person downloads and what is loaded at the start, beside the budgets and beside other extensions. */
export async function sizes(vsix: string): Promise<Section> {
  const bytes = await readFile(vsix);
  const files = Object.entries(unzipSync(bytes)).filter(
    ([name]) => name.startsWith('extension/') && !name.endsWith('/'),
  );
  const sizeOf = (name: string): number => files.find(([file]) => file === name)?.[1].byteLength ?? 0;
  const activation = sizeOf('extension/dist/extension.cjs');
  const ours = (name: string, value: number, budget: number): Row => [
    name,
    number(value),
    number(budget),
    ratio(value, budget),
  ];
  const peer = ({ name, mebibytes, files: count }: (typeof PEERS)[number]): Row[] => [
    [
      `package of ${name}, bytes`,
      number(Math.round(mebibytes * MEBIBYTE)),
      '',
      `${ratio(mebibytes * MEBIBYTE, bytes.length)} ours`,
    ],
    [`files of ${name}`, number(count), '', `${ratio(count, files.length)} ours`],
  ];
  return {
    title: 'Package',
    method: 'Our .vsix as `npm run package` makes it. The numbers of others were read from their packages once.',
    columns: ['', 'value', 'budget', 'ratio'],
    rows: [
      ours('package, bytes', bytes.length, MAX_PACKAGE_BYTES),
      ours('files', files.length, MAX_FILES),
      ours('code loaded at activation, bytes', activation, MAX_ACTIVATION_BYTES),
      ['code loaded at the first AWS call, bytes', number(sizeOf('extension/dist/aws.cjs')), '', ''],
      ...PEERS.flatMap(peer),
    ],
  };
}
