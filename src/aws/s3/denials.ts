import { t } from '@vscode/l10n';
import { visibleText } from '../../core/texts/visible';
import type { AppError } from '../../core/support/errors';
import { resourceOf, type SentRequest } from './requests';

/** What AWS's words for a denial name (IAM User Guide, "Troubleshoot access denied error messages"). */
interface ToldDenial {
  readonly action: string;
  readonly resource: string;
  /** The kind of policy with an explicit deny, such as `service control policy`; undefined without one. */
  readonly deniedBy: string | undefined;
}

/** The resource holds the key as it is, blanks, quotes and line ends included. */
const TOLD =
  /is not authorized to perform: (\S+) on resource: (?:"(.+?)"|(\S+))(?: with an explicit deny in an? ([a-z -]+)| because |$)/s;

function toldDenial(message: string | undefined): ToldDenial | undefined {
  const [, action, quoted, plain, deniedBy] = TOLD.exec(message ?? '') ?? [];
  const resource = quoted ?? plain;
  return action === undefined || resource === undefined ? undefined : { action, resource, deniedBy };
}

/**
 * What a denied request could not do, and what the person can do about it.
 * @param requesterPays whether the request said that this account pays
 */
export function explainDenial(request: SentRequest, { detail }: AppError, requesterPays: boolean) {
  const told = toldDenial(detail.awsMessage);
  const missing = missingPermission(request, told);
  return {
    message: t('{0} is not allowed for this session.', missing),
    cure: [
      told?.deniedBy === undefined
        ? ask(request, missing)
        : t('It is denied explicitly in a {0}: ask whoever manages that, or assume another role.', told.deniedBy),
      ...hints(request, { saysWhy: told !== undefined, requesterPays, isHead: detail.code === undefined }),
    ].join(' '),
  };
}

/** `action on resource`, as AWS tells them, else as the request needs them. */
function missingPermission(request: SentRequest, told: ToldDenial | undefined): string {
  const { action, source, prefix = '', region } = request;
  const own = t('{0} on {1}', action, resourceOf(request));
  // AWS's own resource would be less exact: it is the ARN of all buckets for their list.
  if (told && told.action !== action) return t('{0} on {1}', told.action, told.resource);
  if (told === undefined && source) {
    return t('{0} on {1}, or {2},', 's3:GetObject', resourceOf({ ...source, region }), own);
  }
  return prefix === '' ? own : t('{0} with the prefix {1}', own, JSON.stringify(visibleText(prefix)));
}

function ask({ bucket }: SentRequest, missing: string): string {
  return bucket === undefined
    ? t('Ask for {0} in the permission policy of the role, or assume another role.', missing)
    : t('Ask for {0} in the permission policy of the role or in the bucket policy, or assume another role.', missing);
}

interface Circumstances {
  /** Whether AWS named the permission. */
  readonly saysWhy: boolean;
  readonly requesterPays: boolean;
  readonly isHead: boolean;
}

/** What else it may be where AWS does not say why. */
function hints(request: SentRequest, { saysWhy, requesterPays, isHead }: Circumstances): string[] {
  const { action, bucket, key, prefix, region } = request;
  if (bucket === undefined) return [];
  const isRead = key !== undefined && action.startsWith('s3:GetObject');
  return [
    ...(action === 's3:ListBucket' && prefix === ''
      ? [t('If it may list a prefix only, open that prefix with "Go to S3 Location".')]
      : []),
    ...(isRead && (isHead || !saysWhy)
      ? [
          t(
            'The object may also be missing: without s3:ListBucket on {0}, S3 does not tell.',
            resourceOf({ bucket, region }),
          ),
        ]
      : []),
    ...(saysWhy || requesterPays
      ? []
      : [t('If the requester pays in this bucket, set s3.requesterPays in the profile.')]),
  ];
}
