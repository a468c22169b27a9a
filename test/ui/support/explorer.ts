import { assumed, pickProfile } from './assume';
import type { Workbench } from './workbench';

/** Assumes a profile that needs nothing typed and shows the S3 explorer, with all the side bar for it. */
export async function openExplorer(window: Workbench, profile: string): Promise<void> {
  await pickProfile(window, profile);
  await assumed(window, profile);
  await window.openViewContainer('AWS Roles');
  await window.collapseView('Sessions');
}

/** Types a place into "Go to S3 Location". */
export async function goToPlace(window: Workbench, place: string): Promise<void> {
  await window.runCommand('AWS: Go to S3 Location…');
  await window.quickInput.waitForOpen('Go to S3 Location');
  await window.quickInput.accept(place);
}

/**
 * Goes to a bucket or a folder, waits until the explorer has taken the person there, and scrolls to its beginning.
 * @param place S3 URI that ends with `/`
 * @param row the label of something that is in it
 */
export async function goToFolder(window: Workbench, place: string, row: string | RegExp): Promise<void> {
  const tree = window.tree('S3');
  await goToPlace(window, place);
  await tree.selectedRow(place.slice('s3://'.length, -1)).waitFor();
  await tree.row(row).waitFor();
  await tree.scrollToStart();
}
