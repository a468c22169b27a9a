import { t } from '@vscode/l10n';
import type { Profile } from '../roles/profile';
import { roleLabel } from '../roles/arn';
import { s3Uri, type ObjectAddress } from './address';
import { guessFormat, type DataFormat } from './redshiftFormats';

/** What Amazon Redshift can be told to do with a place in S3 (Amazon Redshift, "SQL commands"). */
export type RedshiftStatement = 'copy' | 'unload' | 'externalSchema' | 'externalTable' | 'externalFunction';

/** Something a person fills in; with several proposals one of them. */
export interface Placeholder {
  readonly proposals: readonly [string, ...string[]];
}

/** A statement as text and what is to be filled in, in order. */
export type StatementParts = readonly (string | Placeholder)[];

/** What a statement is made for. */
export interface RedshiftFacts {
  readonly address: ObjectAddress;
  /** Whether the key is an object's and not a prefix. */
  readonly isObject: boolean;
  readonly profile: Pick<Profile, 'chain' | 'region' | 'accounts'>;
  /** The bucket's region; undefined where it is not known. */
  readonly bucketRegion: string | undefined;
}

/**
 * The statement, and after it comments about what the profile does and Amazon Redshift cannot: the first line names the
 * editor.
 */
export function redshiftStatement(kind: RedshiftStatement, facts: RedshiftFacts): StatementParts {
  const lines = { copy, unload, externalSchema, externalTable, externalFunction }[kind](facts);
  const comments = commentsFor(kind, facts).map((comment) => `-- ${comment}\n`);
  return [...lines.flatMap((line, index) => [...(index === 0 ? [] : ['\n']), ...line]), ';\n', ...comments];
}

/** A statement as a TextMate snippet, with a tab stop for each placeholder. */
export function toSnippet(parts: StatementParts): string {
  let stop = 0;
  const written = parts.map((part) => {
    if (typeof part === 'string') return part.replace(/[\\$}]/g, '\\$&');
    stop++;
    const [only] = part.proposals;
    if (part.proposals.length === 1) return `\${${stop}:${only.replace(/[\\$}]/g, '\\$&')}}`;
    return `\${${stop}|${part.proposals.map((proposal) => proposal.replace(/[\\$},|]/g, '\\$&')).join(',')}|}`;
  });
  return written.join('');
}

type Line = StatementParts;

function fill(...proposals: [string, ...string[]]): Placeholder {
  return { proposals };
}

function copy(facts: RedshiftFacts): Line[] {
  const { key } = facts.address;
  const { format, compression, manifest } = guessFormat(key, facts.isObject);
  const regionAllowed = !isColumnar(format);
  return [
    ['COPY ', fill('schema.table')],
    [`FROM ${literal(s3Uri(facts.address))}`],
    iamRole(facts),
    ...formatLines(format),
    ...(compression !== undefined && regionAllowed ? [[compression]] : []),
    ...(regionAllowed ? regionLine(facts) : []),
    ...(manifest ? [['MANIFEST']] : []),
  ];
}

function formatLines(format: DataFormat | undefined): Line[] {
  switch (format) {
    case 'CSV':
      return [['FORMAT AS CSV'], ['IGNOREHEADER 1']];
    case 'TSV':
      return [["FORMAT AS CSV DELIMITER '\\t'"], ['IGNOREHEADER 1']];
    case 'JSON':
      return [["FORMAT AS JSON 'auto'"]];
    case 'AVRO':
      return [["FORMAT AS AVRO 'auto'"]];
    case 'PARQUET':
    case 'ORC':
      return [[`FORMAT AS ${format}`]];
    case undefined:
      return [['FORMAT AS ', fill('CSV', "JSON 'auto'", 'PARQUET', 'ORC', "AVRO 'auto'")]];
  }
}

function unload(facts: RedshiftFacts): Line[] {
  return [
    ["UNLOAD ('", fill('SELECT * FROM schema.table'), "') -- a quote within the query is written twice"],
    [`TO ${literal(s3Uri(folderOf(facts)))}`],
    iamRole(facts),
    ['FORMAT AS ', fill('PARQUET', 'CSV', 'JSON')],
    ...regionLine(facts),
  ];
}

function externalSchema(facts: RedshiftFacts): Line[] {
  return [
    ['CREATE EXTERNAL SCHEMA IF NOT EXISTS ', fill('spectrum')],
    ['FROM DATA CATALOG'],
    ["DATABASE '", fill('catalog_database'), "'"],
    [`REGION ${literal(facts.profile.region)}`],
    iamRole(facts),
    ['CREATE EXTERNAL DATABASE IF NOT EXISTS'],
  ];
}

function externalTable(facts: RedshiftFacts): Line[] {
  const { format } = guessFormat(facts.address.key, facts.isObject);
  return [
    ['CREATE EXTERNAL TABLE ', fill('spectrum.table'), ' ('],
    ['  ', fill('id bigint')],
    [')'],
    ...storageLines(format),
    [`LOCATION ${literal(s3Uri(folderOf(facts)))}`],
    ...(format === 'CSV' || format === 'TSV' ? [["TABLE PROPERTIES ('skip.header.line.count'='1')"]] : []),
  ];
}

function storageLines(format: DataFormat | undefined): Line[] {
  switch (format) {
    case 'CSV':
    case 'TSV': {
      const delimiter = format === 'CSV' ? ',' : '\\t';
      return [[`ROW FORMAT DELIMITED FIELDS TERMINATED BY '${delimiter}'`], ['STORED AS TEXTFILE']];
    }
    case 'JSON':
      return [["ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'"], ['STORED AS TEXTFILE']];
    case undefined:
      return [['STORED AS ', fill('PARQUET', 'ORC', 'AVRO', 'TEXTFILE')]];
    default:
      return [[`STORED AS ${format}`]];
  }
}

function externalFunction(facts: RedshiftFacts): Line[] {
  return [
    ['CREATE OR REPLACE EXTERNAL FUNCTION ', fill('function_name'), ' (', fill('varchar'), ')'],
    ['RETURNS ', fill('varchar')],
    ['VOLATILE'],
    ["LAMBDA '", fill('lambda_function'), "'"],
    iamRole(facts),
  ];
}

/** Amazon Redshift, "Chaining IAM roles": commas without blanks. */
function iamRole({ profile }: RedshiftFacts): Line {
  const roles = profile.chain.map(({ roleArn }) => roleArn);
  return [roles.length === 0 ? 'IAM_ROLE default' : `IAM_ROLE ${literal(roles.join(','))}`];
}

/** Without it Amazon Redshift takes its own region for the bucket's. */
function regionLine({ bucketRegion, profile }: RedshiftFacts): Line[] {
  return bucketRegion === undefined || bucketRegion === profile.region ? [] : [[`REGION ${literal(bucketRegion)}`]];
}

function commentsFor(kind: RedshiftStatement, facts: RedshiftFacts): string[] {
  const { profile, address, bucketRegion, isObject } = facts;
  const readsS3 = kind === 'copy' || kind === 'unload';
  // An external table is read as the role of its external schema.
  const chain = kind === 'externalTable' ? [] : profile.chain;
  const withExternalId = chain.find(({ externalId }) => externalId !== undefined);
  const comments = [
    attachment(chain.length),
    // Amazon Redshift, "Authorizing Amazon Redshift to access other AWS services on your behalf": sts:ExternalId.
    withExternalId &&
      t(
        '{0} asks for an external ID, which Amazon Redshift cannot send: its trust policy must do without.',
        roleLabel(withExternalId.roleArn, profile.accounts),
      ),
    // Amazon Redshift, "COPY from columnar data formats".
    kind === 'copy' &&
    isColumnar(guessFormat(address.key, isObject).format) &&
    bucketRegion !== undefined &&
    bucketRegion !== profile.region
      ? t('COPY of Parquet and ORC takes no REGION: the database must be in {0}, as the bucket is.', bucketRegion)
      : undefined,
    // Amazon Redshift, "Using COPY with Amazon S3 access point aliases".
    readsS3 && address.bucket.startsWith('arn:')
      ? t('Amazon Redshift takes the alias of an access point, not its ARN.')
      : undefined,
  ];
  return comments.filter((comment) => comment !== undefined);
}

/** Amazon Redshift, "Chaining IAM roles". @param roles how many the statement names */
function attachment(roles: number): string | undefined {
  if (roles === 0) return undefined;
  if (roles === 1) return t('Attach the role to the cluster or workgroup.');
  return t('Attach the first role to the cluster or workgroup; each further role must trust the one before it.');
}

function isColumnar(format: DataFormat | undefined): boolean {
  return format === 'PARQUET' || format === 'ORC';
}

function folderOf({ address: { bucket, key }, isObject }: RedshiftFacts): ObjectAddress {
  return { bucket, key: isObject ? key.slice(0, key.lastIndexOf('/') + 1) : key };
}

function literal(text: string): string {
  // Redshift reads a backslash in a string as the beginning of an escape.
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
