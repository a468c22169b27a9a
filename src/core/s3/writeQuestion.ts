import { t } from '@vscode/l10n';
import { s3Uri } from './address';
import type { StoreWrite, WritingOperation } from './guardedStore';
import { visibleText } from '../texts/visible';

/** A question to the person before the first change through a production profile. */
export interface WriteQuestion {
  readonly question: string;
  /** What would be changed, as whom, and what the answer counts for; one fact a line. */
  readonly detail: string;
}

/** The question before a write; it names profile, account and place. */
export function writeQuestion(profile: string, account: string | undefined, write: StoreWrite): WriteQuestion {
  return {
    question: t('Change production through the profile "{0}"?', visibleText(profile)),
    detail: [
      ACTION_TEXTS[write.operation](visibleText(s3Uri(write)), write.objects),
      ...(account === undefined ? [] : [t('Account: {0}', account)]),
      t('You are asked once in this window for this profile.'),
    ].join('\n'),
  };
}

const ACTION_TEXTS: Readonly<Record<WritingOperation, (place: string, objects: number) => string>> = {
  write: (place) => t('Write {0}', place),
  copy: (place) => t('Write {0}', place),
  delete: (place) => t('Delete {0}', place),
  deleteMany: (place, objects) =>
    objects === 1 ? t('Delete {0}', place) : t('Delete {0} objects, {1} first', objects, place),
  setTags: (place) => t('Replace the tags of {0}', place),
  restore: (place) => t('Restore {0} from the archive', place),
  abortUpload: (place) => t('Abort the upload of {0}', place),
  createBucket: (place) => t('Create the bucket {0}', place),
  deleteBucket: (place) => t('Delete the bucket {0}', place),
  presign: (place) => t('Create a URL by which anybody can write {0}', place),
  assertPresignable: (place) => t('Create a URL by which anybody can write {0}', place),
};
