import { NO_ACCOUNTS } from '../../../../src/core/roles/accounts/accountBook';
import assert from 'node:assert/strict';
import {
  redshiftStatement,
  toSnippet,
  type RedshiftFacts,
  type StatementParts,
} from '../../../../src/core/s3/redshift';
import { guessFormat } from '../../../../src/core/s3/redshiftFormats';

/** A statement with the first proposal for each placeholder. */
function toSql(parts: StatementParts): string {
  return parts.map((part) => (typeof part === 'string' ? part : part.proposals[0])).join('');
}

const ROLES = ['arn:aws:iam::111111111111:role/Hub', 'arn:aws:iam::222222222222:role/Lake'];

function facts(key: string, change: Partial<RedshiftFacts> = {}): RedshiftFacts {
  return {
    ...{ address: { bucket: 'lake', key }, isObject: key !== '' && !key.endsWith('/'), bucketRegion: 'eu-west-1' },
    profile: { accounts: NO_ACCOUNTS, region: 'eu-west-1', chain: ROLES.map((roleArn) => ({ roleArn })) },
    ...change,
  };
}

const FIRST = '-- Attach the first role to the cluster or workgroup; each further role must trust the one before it.';

describe('An Amazon Redshift statement', () => {
  it('copies an object with the chain of the profile, comma-separated without blanks', () => {
    assert.equal(
      toSql(redshiftStatement('copy', facts('2026/orders.csv.gz'))),
      `COPY schema.table
FROM 's3://lake/2026/orders.csv.gz'
IAM_ROLE 'arn:aws:iam::111111111111:role/Hub,arn:aws:iam::222222222222:role/Lake'
FORMAT AS CSV
IGNOREHEADER 1
GZIP;
${FIRST}
`,
    );
  });

  it('ends with a semicolon that no comment hides, whatever the last clause is', () => {
    const kinds = ['copy', 'unload', 'externalSchema', 'externalTable', 'externalFunction'] as const;
    for (const kind of kinds)
      for (const key of ['a.csv', 'a.tsv', 'a.json', 'a.parquet', 'a', 'a.csv.gz'])
        assert.match(toSql(redshiftStatement(kind, facts(key))).replaceAll(/--.*/g, ''), /;\s*$/, `${kind} ${key}`);
  });

  it('names the region where it is not the profile’s, but for columnar formats, which take none', () => {
    const far = { bucketRegion: 'us-east-1' };
    assert.match(toSql(redshiftStatement('copy', facts('a.json', far))), /JSON 'auto'\nREGION 'us-east-1';\n/);
    assert.doesNotMatch(toSql(redshiftStatement('copy', facts('a.json'))), /REGION/);
    const columnar = toSql(redshiftStatement('copy', facts('a.parquet', far)));
    assert.doesNotMatch(columnar, /^REGION/m);
    assert.match(columnar, /^-- COPY of Parquet and ORC takes no REGION: the database must be in us-east-1/m);
    assert.match(toSql(redshiftStatement('unload', facts('a/', far))), /^REGION 'us-east-1';$/m);
  });

  it('takes the default role where the profile has none', () => {
    const statement = toSql(
      redshiftStatement(
        'copy',
        facts('a.avro', { profile: { accounts: NO_ACCOUNTS, region: 'eu-west-1', chain: [] } }),
      ),
    );
    assert.equal(statement, "COPY schema.table\nFROM 's3://lake/a.avro'\nIAM_ROLE default\nFORMAT AS AVRO 'auto';\n");
  });

  it('says which role has an external ID, which Amazon Redshift cannot send', () => {
    const chain = [{ roleArn: ROLES[0] ?? '' }, { roleArn: ROLES[1] ?? '', externalId: { secret: 'lake' } }];
    const statement = toSql(
      redshiftStatement('unload', facts('a/', { profile: { accounts: NO_ACCOUNTS, region: 'eu-west-1', chain } })),
    );
    assert.match(statement, /^-- Lake \(222222222222\) asks for an external ID, which Amazon Redshift cannot send/m);
    assert.doesNotMatch(statement, /Hub.*external ID/);
  });

  it('says of one role only that it is to be attached, and nothing where it names none', () => {
    const profile = { accounts: NO_ACCOUNTS, region: 'eu-west-1', chain: [{ roleArn: ROLES[0] ?? '' }] };
    assert.match(
      toSql(redshiftStatement('unload', facts('a/', { profile }))),
      /;\n-- Attach the role to .* workgroup\.\n$/,
    );
    assert.doesNotMatch(toSql(redshiftStatement('externalTable', facts('a/'))), /role/);
  });

  it('doubles quotes and backslashes of keys', () => {
    assert.match(toSql(redshiftStatement('copy', facts("it's\\n.csv"))), /^FROM 's3:\/\/lake\/it''s\\\\n\.csv'$/m);
  });

  it('unloads to the folder of an object, and to a prefix as it is', () => {
    assert.match(toSql(redshiftStatement('unload', facts('a/b.csv'))), /^TO 's3:\/\/lake\/a\/'$/m);
    assert.match(toSql(redshiftStatement('unload', facts('a/'))), /^TO 's3:\/\/lake\/a\/'$/m);
  });

  it('makes external tables, schemas and functions', () => {
    assert.match(
      toSql(redshiftStatement('externalTable', facts('a/b.csv'))),
      /CREATE EXTERNAL TABLE spectrum\.table \(\n {2}id bigint\n\)\nROW FORMAT DELIMITED FIELDS TERMINATED BY ','\nSTORED AS TEXTFILE\nLOCATION 's3:\/\/lake\/a\/'\nTABLE PROPERTIES/,
    );
    assert.match(
      toSql(redshiftStatement('externalSchema', facts(''))),
      /FROM DATA CATALOG\nDATABASE 'catalog_database'\nREGION 'eu-west-1'\nIAM_ROLE 'arn:.*'\nCREATE EXTERNAL DATABASE IF NOT EXISTS;\n/,
    );
    assert.match(
      toSql(redshiftStatement('externalFunction', facts(''))),
      /CREATE OR REPLACE EXTERNAL FUNCTION function_name \(varchar\)\nRETURNS varchar\nVOLATILE\nLAMBDA 'lambda_function'\nIAM_ROLE/,
    );
  });

  it('is a snippet whose tab stops are what is to be filled in', () => {
    const snippet = toSnippet(redshiftStatement('copy', facts('$a}\\.unknown')));
    assert.match(snippet, /^COPY \$\{1:schema\.table\}$/m);
    assert.match(snippet, /^FROM 's3:\/\/lake\/\\\$a\\\}\\\\\\\\\.unknown'$/m);
    assert.match(snippet, /^FORMAT AS \$\{2\|CSV,JSON 'auto',PARQUET,ORC,AVRO 'auto'\|\};$/m);
  });

  it('is made for a manifest with MANIFEST', () => {
    assert.match(toSql(redshiftStatement('copy', facts('a/data.csv.manifest'))), /FORMAT AS CSV\n.*\nMANIFEST;\n/);
  });

  it('guesses formats by what names end with', () => {
    const guesses: Readonly<Record<string, readonly [string | undefined, string | undefined, boolean]>> = {
      'a.csv': ['CSV', undefined, false],
      'a.TSV.BZ2': ['TSV', 'BZIP2', false],
      'x.jsonl.zst': ['JSON', 'ZSTD', false],
      'part-0.snappy.parquet': ['PARQUET', undefined, false],
      'a.orc': ['ORC', undefined, false],
      csv: [undefined, undefined, false],
      'a.gz': [undefined, 'GZIP', false],
      unload_manifest: [undefined, undefined, true],
      'manifest.json': [undefined, undefined, true],
      'a.constructor': [undefined, undefined, false],
    };
    for (const [name, [format, compression, manifest]] of Object.entries(guesses)) {
      assert.deepEqual(guessFormat(`a/${name}`, true), { format, compression, manifest }, name);
    }
    assert.equal(guessFormat('a.csv/', false).format, undefined);
  });
});
