import * as vscode from 'vscode';
import { s3Uri, type ProfileObjectAddress } from '../../core/s3/address';
import { objectArn, objectUrl } from '../../core/s3/links';
import { addressOf, type S3Node } from '../../core/s3/nodes';
import type { S3ActionDeps } from './actions';
import { BucketRegionFinder } from './bucketRegionFinder';
import { chosenRows } from './chosenRows';
import { presignDownload, presignUpload } from './presignCommands';
import { openRedshiftStatement } from './redshiftCommand';
import type { CommandHandlers } from '../ids';
import { showStatusMessage } from '../texts/messages';

export type CopyCommand =
  | 'assumeRole.s3.copyUri'
  | 'assumeRole.s3.copyKey'
  | 'assumeRole.s3.copyArn'
  | 'assumeRole.s3.copyUrl'
  | 'assumeRole.s3.presignDownload'
  | 'assumeRole.s3.presignUpload'
  | 'assumeRole.s3.redshift';

/** How long the status bar tells of a copy, milliseconds. */
const TOLD = 4000;

/** Texts about what the S3 explorer shows: addresses, presigned URLs, Amazon Redshift statements. */
export function copyCommands(deps: S3ActionDeps): Pick<CommandHandlers, CopyCommand> {
  const { getProfile } = deps;
  const addresses = (node?: S3Node, nodes?: readonly S3Node[]): ProfileObjectAddress[] => {
    return chosenRows(deps, node, nodes)
      .map(addressOf)
      .filter((address) => address !== undefined);
  };
  const { l10n } = vscode;

  return {
    'assumeRole.s3.copyKey': (...rows) => {
      const keys = addresses(...rows)
        .map(({ key }) => key)
        // A bucket among the rows has none.
        .filter((key) => key !== '');
      return copy(keys, l10n.t('Copied the key'), l10n.t('Copied {0} keys', keys.length));
    },
    'assumeRole.s3.copyUri': (...rows) => {
      const uris = addresses(...rows).map(s3Uri);
      return copy(uris, l10n.t('Copied the S3 URI'), l10n.t('Copied {0} S3 URIs', uris.length));
    },
    'assumeRole.s3.copyArn': (...rows) => {
      const chosen = addresses(...rows);
      // A session reaches its own partition only, so its region says which one a bucket is in.
      const arns = chosen.map((address) => objectArn(address, getProfile(address.profile).region));
      const isVersion = chosen.some(({ versionId }) => versionId !== undefined);
      const one = isVersion
        ? l10n.t('Copied the ARN of the object: a version has none of its own')
        : l10n.t('Copied the ARN');
      return copy([...new Set(arns)], one, l10n.t('Copied {0} ARNs', arns.length));
    },
    'assumeRole.s3.copyUrl': async (...rows) => {
      const finder = new BucketRegionFinder(deps);
      const urls: string[] = [];
      for (const address of addresses(...rows)) {
        const { fips, dualStack, endpoints, s3 } = getProfile(address.profile);
        const region = await finder.regionOf(address);
        const { pathStyle } = s3;
        urls.push(objectUrl(address, { region, endpoint: endpoints.s3, pathStyle, fips, dualStack }));
      }
      await copy(urls, l10n.t('Copied the URL'), l10n.t('Copied {0} URLs', urls.length));
    },
    'assumeRole.s3.presignDownload': (node) => presignDownload(deps, node),
    'assumeRole.s3.presignUpload': (node) => presignUpload(deps, node),
    'assumeRole.s3.redshift': (node) => openRedshiftStatement(deps, node),
  };
}

/** One text a line into the clipboard, and a word about it in the status bar. */
async function copy(lines: readonly string[], one: string, several: string): Promise<void> {
  if (lines.length === 0) return;
  await vscode.env.clipboard.writeText(lines.join('\n'));
  showStatusMessage({ icon: 'check', text: lines.length === 1 ? one : several }, TOLD);
}
