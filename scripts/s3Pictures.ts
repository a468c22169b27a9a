import { PutObjectCommand } from '@aws-sdk/client-s3';
import { s3Client } from '../test/localaws/s3/testBed';
import { assume } from '../test/localaws/testing/clients';
import { ACCESS_KEYS, ROLES } from '../test/localaws/worlds/demo';
import { PropertiesPage } from '../test/ui/support/propertiesPage';
import { TablePage } from '../test/ui/support/tablePage';
import { Camera, PART } from './camera';

/** What somebody else saves while the person is still typing. */
const THEIRS = 'Write the summary until Friday\nAsk Bob for the figures\n';

/** The way through S3 and its objects, one picture after another. */
export class S3Photographer extends Camera {
  private readonly tree = this.window.tree('S3');

  async takeAll(): Promise<void> {
    await this.setUp();
    await this.explorer();
    await this.versions();
    await this.properties();
    await this.table();
    await this.conflict();
  }

  /** Two sessions side by side, one of which may not list buckets. */
  private async explorer(): Promise<void> {
    await this.switchTo('analyst');
    await this.window.statusBarText(/AWS session analyst/);
    await this.window.openViewContainer('AWS Roles');
    await this.window.collapseView('Sessions');
    await this.tree.row('acme-analytics').waitFor();
    await this.tree.inlineAction('analyst', 'Pin Session to S3 Explorer');
    await this.tree.row(/^Session analyst,.*pinned/).waitFor();
    await this.switchTo('partner');
    await this.window.statusBarText(/AWS session partner/);
    await this.tree.row('Go to a bucket…').waitFor();
    await this.tree.row('outbox').waitFor();
    await this.tree.scrollToStart();
    await this.take('explorer', PART.topLeft);
    await this.tree.contextMenu(/^Session analyst/, 'Unpin Session from S3 Explorer');
    await this.switchTo('analyst');
    await this.window.statusBarText(/AWS session analyst/);
  }

  private async versions(): Promise<void> {
    await this.goTo('s3://acme-versions/', 'contract.md');
    await this.tree.contextMenu(/^Gone to acme-versions/, 'Show Versions and Deleted Objects');
    await this.tree.row(/^Versions of contract\.md/).waitFor();
    await this.tree.expand('contract.md');
    await this.tree.row(/^Version of contract\.md, .*current/).waitFor();
    await this.tree.scrollToStart();
    await this.take('versions', PART.topLeft);
  }

  private async properties(): Promise<void> {
    await this.goTo('s3://acme-records/', 'customers.csv');
    await this.tree.contextMenu('customers.csv', 'Show Properties');
    await new PropertiesPage(this.window.page).waitForOpen('customers.csv');
    await this.take('properties', PART.whole);
    await this.window.runCommand('View: Close All Editors');
  }

  private async table(): Promise<void> {
    await this.goTo('s3://acme-analytics/samples/', 'trips.parquet');
    await this.tree.click('trips.parquet');
    await new TablePage(this.window.page, 'trips.parquet').waitForStatus(/rows/);
    await this.take('table', PART.whole);
    await this.window.runCommand('View: Close All Editors');
  }

  /** Somebody else saves an object that is being edited here. */
  private async conflict(): Promise<void> {
    const { window } = this;
    await this.goTo('s3://acme-drafts/', 'todo.txt');
    await this.tree.click('todo.txt');
    await window.waitForEditorText('Ask Bob');
    // With it, there is no room for both side by side.
    await window.runCommand('View: Toggle Primary Side Bar Visibility');
    await window.typeInEditor('');
    await window.page.keyboard.press('ControlOrMeta+End');
    await window.page.keyboard.type('Book the room');
    const { localAws } = this.windows.demo;
    const credentials = await assume(localAws, ACCESS_KEYS.alice, { RoleArn: ROLES.analyst });
    const other = s3Client(localAws, { credentials });
    await other.send(new PutObjectCommand({ Bucket: 'acme-drafts', Key: 'todo.txt', Body: THEIRS }));
    other.destroy();
    await window.page.keyboard.press('ControlOrMeta+s');
    await window.page.locator('.editor.original .view-lines', { hasText: 'Friday' }).waitFor();
    await window.page.locator('.editor.modified .view-lines', { hasText: 'room' }).waitFor();
    await window.notification('Somebody else has changed').waitFor();
    await window.runCommand('Notifications: Clear All Notifications');
    await this.take('conflict', PART.whole);
  }

  private async goTo(place: string, row: string): Promise<void> {
    await this.window.runCommand('AWS: Go to S3 Location…');
    await this.window.quickInput.waitForOpen('Go to S3 Location');
    await this.window.quickInput.accept(place);
    await this.tree.row(row).waitFor();
  }
}
