import { t } from '@vscode/l10n';
import type { BucketContents } from './bucketContents';
import { countText, lifecycleAdvice } from './deletionTexts';
import { formatSize } from './nodeText';
import { formatNumber } from '../texts/formats';

/** What is in a bucket, such as "12 objects (3.2 GB), 2 incomplete uploads". */
export function contentsText({ count, uploads = 0, hasMoreUploads }: BucketContents, locale: string): string {
  const size = formatSize(count.bytes, locale);
  const objects = `${countText(count, locale)} (${count.isComplete ? size : t('{0} so far', size)})`;
  const number = formatNumber(uploads, locale);
  const incomplete =
    uploads === 1 && !hasMoreUploads
      ? t('1 incomplete upload')
      : hasMoreUploads
        ? t('more than {0} incomplete uploads', number)
        : t('{0} incomplete uploads', number);
  return [...(count.objects + count.versions > 0 ? [objects] : []), ...(uploads > 0 ? [incomplete] : [])].join(', ');
}

/** What a person reads who wants to delete a bucket that is not empty: what is in it, and how it is emptied. */
export function emptyingFacts(contents: BucketContents, locale: string): string[] {
  const { count, uploads = 0 } = contents;
  return [
    t('In it: {0}.', contentsText(contents, locale)),
    t('S3 deletes empty buckets only.'),
    ...(count.objects > 0 ? [t('Objects are deleted by "Delete…" on their rows.')] : []),
    ...(count.versions > 0
      ? [t('Versions are shown by "Show Versions and Deleted Objects", and deleted on their rows.')]
      : []),
    ...(uploads > 0 ? [t('Uploads are aborted in "Show Incomplete Uploads…".')] : []),
    ...(count.isComplete ? [] : [lifecycleAdvice()]),
    t('"Empty and Delete…" deletes all of it at once, for good, after you have typed the name of the bucket.'),
  ];
}
