import { window, workspace } from 'vscode';
import { exportProfile } from '../../core/configFiles/exportProfile';
import type { AwsConfigFiles } from './awsConfigFiles';
import { writtenProfile, type ProfilePlaces } from './currentProfile';

/**
 * Opens a profile as sections of `~/.aws/config`, in a document that is not saved.
 * @throws AppError of kind `profileNotFound` or `invalidProfile` when it cannot be used
 */
export async function openExport(
  name: string,
  { configFiles, ...places }: ProfilePlaces & { readonly configFiles: AwsConfigFiles },
): Promise<void> {
  const taken = new Set(configFiles.current.profiles.keys());
  const content = exportProfile(writtenProfile(name, places), taken);
  await window.showTextDocument(await workspace.openTextDocument({ language: 'ini', content }), { preview: false });
}
