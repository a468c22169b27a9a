import * as vscode from 'vscode';
import { placeText } from '../../core/s3/search/searchTexts';
import { addressOf, type S3Node } from '../../core/s3/nodes';
import { redshiftStatement, toSnippet, type RedshiftStatement } from '../../core/s3/redshift';
import { cancelled } from '../../core/support/errors';
import { showQuickPick, type PickItem } from '../texts/inputs';
import type { S3ActionDeps } from './actions';
import { BucketRegionFinder } from './bucketRegionFinder';
import { chosenRow } from './chosenRows';

/** Opens an Amazon Redshift statement about a row as SQL, with its first placeholder selected. */
export async function openRedshiftStatement(deps: S3ActionDeps, node: S3Node | undefined): Promise<void> {
  const row = chosenRow(deps, node);
  const address = row && addressOf(row);
  if (!address) throw cancelled();
  const kind = await askStatement(placeText({ bucket: address.bucket, prefix: address.key }));
  const statement = redshiftStatement(kind, {
    address,
    isObject: row.type === 'object' || row.type === 'version',
    profile: deps.getProfile(address.profile),
    bucketRegion: await new BucketRegionFinder(deps).regionOf(address),
  });
  const document = await vscode.workspace.openTextDocument({ language: 'sql', content: '' });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(toSnippet(statement)));
}

/** @throws AppError of kind `cancelled` */
async function askStatement(place: string): Promise<RedshiftStatement> {
  const { t } = vscode.l10n;
  const items: (PickItem & { readonly statement: RedshiftStatement })[] = [
    { statement: 'copy', label: 'COPY', description: t('from S3 into a table') },
    { statement: 'unload', label: 'UNLOAD', description: t("a query's result to S3") },
    { statement: 'externalTable', label: 'CREATE EXTERNAL TABLE', description: t('over the objects in S3') },
    { statement: 'externalSchema', label: 'CREATE EXTERNAL SCHEMA', description: t('of the AWS Glue Data Catalog') },
    { statement: 'externalFunction', label: 'CREATE EXTERNAL FUNCTION', description: t('of AWS Lambda') },
  ];
  const title = t('Amazon Redshift Statement for {0}', place);
  const item = await showQuickPick(items, { title });
  if (!item) throw cancelled();
  return item.statement;
}
