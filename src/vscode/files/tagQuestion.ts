import * as vscode from 'vscode';
import type { MayLoseTags } from '../../core/s3/files/settings';
import { visibleText } from '../../core/texts/visible';
import { askModal } from '../texts/messages';

/**
 * Asks once for each bucket whether objects are saved without tags that the session may not read. S3 tells such a session
 * not even whether there are any.
 */
export function tagQuestion(): MayLoseTags {
  const answers = new Map<string, Promise<boolean>>();
  return ({ bucket, key }) => {
    const known = answers.get(bucket) ?? ask(bucket, key);
    answers.set(bucket, known);
    void known.then((agreed) => agreed || answers.delete(bucket));
    return known;
  };
}

async function ask(bucket: string, key: string): Promise<boolean> {
  const save = vscode.l10n.t('Save Without Tags');
  const chosen = await askModal(
    vscode.l10n.t('This session may not read the tags of {0}, so it cannot keep them.', visibleText(key)),
    {
      detail: vscode.l10n.t(
        'If the object has tags, saving removes them. To keep them, ask for s3:GetObjectTagging in the permission policy of the role. Your answer counts for all objects of {0} in this window.',
        bucket,
      ),
    },
    save,
  );
  return chosen === save;
}
