import { t } from '@vscode/l10n';

/** Bytes of the shortest and of the longest name. */
const [SHORTEST, LONGEST] = [3, 63] as const;

/** Beginnings that S3 keeps for itself. */
const RESERVED_PREFIXES = ['xn--', 'sthree-', 'amzn-s3-demo-'] as const;
/** Ends that S3 keeps for aliases, other kinds of buckets and account regional namespaces. */
const RESERVED_SUFFIXES = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3', '-an'] as const;

/**
 * Why S3 would not take a name for a new bucket, in one sentence (S3 User Guide, "General purpose bucket naming rules").
 * What only more typing can mend is told last. @returns undefined for a name that keeps every rule
 */
export function bucketNameProblem(name: string): string | undefined {
  if (/[A-Z]/.test(name)) return t('Bucket names have no capital letters.');
  const [foreign] = /[^a-z0-9.-]/u.exec(name) ?? [];
  if (foreign !== undefined) {
    return t('Bucket names consist of lowercase letters, digits, dots and hyphens; "{0}" is none.', foreign);
  }
  if (/^[.-]/.test(name)) return t('Bucket names begin with a letter or digit.');
  if (name.includes('..')) return t('Bucket names have no two dots in a row.');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return t('Bucket names do not look like IP addresses.');
  const prefix = RESERVED_PREFIXES.find((reserved) => name.startsWith(reserved));
  if (prefix !== undefined) return t('S3 keeps names that begin with "{0}" for itself.', prefix);
  if (name.length > LONGEST)
    return t('Bucket names have at most {0} characters; this one has {1}.', LONGEST, name.length);
  if (name.length < SHORTEST) return t('Bucket names have at least {0} characters.', SHORTEST);
  if (/[.-]$/.test(name)) return t('Bucket names end with a letter or digit.');
  const suffix = RESERVED_SUFFIXES.find((reserved) => name.endsWith(reserved));
  if (suffix !== undefined) return t('S3 keeps names that end with "{0}" for itself.', suffix);
  return undefined;
}

/** Whether it is a directory bucket (S3 Express One Zone), by the ending that only those have. */
export function isDirectoryBucket(bucket: string): boolean {
  return bucket.endsWith('--x-s3');
}

/**
 * Whether any S3 has buckets of that name: those made in us-east-1 before 2018 have capital letters and underscores too, and
 * up to 255 characters. What a store lists under another name is none that a path could hold.
 */
export function isBucketName(name: string): boolean {
  return /^[A-Za-z0-9][\w.-]{2,254}$/.test(name);
}
