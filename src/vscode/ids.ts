import type { Uri } from 'vscode';
import type { AccountColor } from '../core/roles/accounts/accountBook';
import type { S3Node } from '../core/s3/nodes';

/** What a tree's menus hand over: the row, and all selected rows where there are several. */
type NodeArguments = [node?: S3Node, nodes?: readonly S3Node[]];
/** What a keyboard shortcut hands over outside the S3 explorer: its view (package.json, `keybindings`, `args`). */
export type PressedIn = typeof VIEW.s3Search;
/** What menus and keyboard shortcuts hand over. */
type ShortcutArguments = [from?: S3Node | PressedIn, nodes?: readonly S3Node[]];
/** A row of the S3 explorer, or the name of a profile. */
type SessionArguments = [session: S3Node | string];

/** Every command with the arguments it takes; strings stand nowhere else (package.json is checked against this). */
export interface Commands {
  'assumeRole.assume': [profile?: string];
  'assumeRole.exit': [];
  'assumeRole.renew': [];
  'assumeRole.cancel': [];
  'assumeRole.addProfile': [];
  'assumeRole.editProfile': [profile?: string];
  'assumeRole.setAccessKeys': [name?: string];
  'assumeRole.setExternalId': [name?: string];
  'assumeRole.importProfiles': [];
  'assumeRole.exportProfile': [profile?: string];
  'assumeRole.addFromPaste': [];
  'assumeRole.discoverRoles': [];
  'assumeRole.assumeArn': [arn?: string];
  'assumeRole.saveSession': [profile?: string];
  'assumeRole.manageSecrets': [];
  'assumeRole.rotateAccessKeys': [name?: string];
  'assumeRole.signOut': [];
  'assumeRole.forgetSecrets': [];
  'assumeRole.showLog': [];
  'assumeRole.showChain': [profile?: string];
  'assumeRole.testChain': [profile?: string];
  'assumeRole.generatePolicies': [profile?: string, hop?: number];
  /** Of a row; in the title of a view the command without a profile stands. */
  'assumeRole.sessions.assume': [profile: string];
  'assumeRole.sessions.renew': [profile: string];
  'assumeRole.sessions.exit': [profile: string];
  'assumeRole.setCustomerKey': [name?: string];
  'assumeRole.s3.refresh': [];
  'assumeRole.s3.refreshRow': [node: S3Node];
  'assumeRole.s3.loadMore': [node: S3Node];
  'assumeRole.s3.stopLoading': [];
  'assumeRole.s3.goTo': [node?: S3Node, place?: string];
  'assumeRole.s3.filter': [node: S3Node];
  'assumeRole.s3.clearFilter': [node: S3Node];
  'assumeRole.s3.sort': [];
  'assumeRole.s3.pinSession': SessionArguments;
  'assumeRole.s3.unpinSession': SessionArguments;
  'assumeRole.s3.addBookmark': [node: S3Node];
  'assumeRole.s3.removeBookmark': [node: S3Node];
  'assumeRole.s3.showVersions': [node: S3Node];
  'assumeRole.s3.hideVersions': [node: S3Node];
  'assumeRole.s3.search': [node?: S3Node];
  'assumeRole.s3.searchAgain': [];
  'assumeRole.s3.stopSearch': [];
  'assumeRole.s3.clearSearch': [];
  'assumeRole.s3.openObject': [node: S3Node];
  'assumeRole.s3.openAsText': [node: S3Node];
  /** Also from the title of an editor, which hands over its URI. */
  'assumeRole.s3.previewObject': [target: S3Node | Uri];
  'assumeRole.s3.showProperties': NodeArguments;
  'assumeRole.s3.showObjectVersions': [node: S3Node];
  'assumeRole.s3.restoreVersion': [node: S3Node];
  'assumeRole.s3.restoreArchived': NodeArguments;
  'assumeRole.s3.showUploads': [node: S3Node];
  'assumeRole.s3.openAsWorkspaceFolder': [node: S3Node];
  'assumeRole.s3.allowConfiguration': [];
  'assumeRole.s3.newFile': [node: S3Node];
  'assumeRole.s3.newFolder': [node: S3Node];
  'assumeRole.s3.rename': ShortcutArguments;
  'assumeRole.s3.delete': ShortcutArguments;
  'assumeRole.s3.createBucket': [node?: S3Node];
  'assumeRole.s3.deleteBucket': [node: S3Node];
  'assumeRole.s3.compareWithLocal': [node: S3Node];
  'assumeRole.s3.selectForCompare': [node: S3Node];
  'assumeRole.s3.compareWithSelected': [node: S3Node];
  'assumeRole.s3.compareWithVersion': [node: S3Node];
  'assumeRole.s3.copyUri': NodeArguments;
  'assumeRole.s3.copyKey': NodeArguments;
  'assumeRole.s3.copyArn': NodeArguments;
  'assumeRole.s3.copyUrl': NodeArguments;
  'assumeRole.s3.presignDownload': [node: S3Node];
  'assumeRole.s3.presignUpload': [node: S3Node];
  'assumeRole.s3.redshift': [node: S3Node];
  /** In the text of an object's head; of the active editor without an argument. */
  'assumeRole.preview.loadMore': [preview?: Uri];
  'assumeRole.preview.showEnd': [preview?: Uri];
  'assumeRole.conflict.keepMine': [editor?: Uri];
  'assumeRole.conflict.takeTheirs': [editor?: Uri];
  'assumeRole.conflict.saveAsNew': [editor?: Uri];
}
export type CommandId = keyof Commands;

export const VIEW = { sessions: 'assumeRole.sessions', s3: 'assumeRole.s3', s3Search: 'assumeRole.s3Search' } as const;

/** Editors that are web pages. */
export const WEBVIEW = { chain: 'assumeRole.chain', table: 'assumeRole.table' } as const;

/** Theme colours of ours: that of production, and those accounts can have. */
export const COLOR = {
  production: 'assumeRole.productionForeground',
  red: 'assumeRole.accountRedForeground',
  orange: 'assumeRole.accountOrangeForeground',
  yellow: 'assumeRole.accountYellowForeground',
  green: 'assumeRole.accountGreenForeground',
  blue: 'assumeRole.accountBlueForeground',
  purple: 'assumeRole.accountPurpleForeground',
} as const satisfies Readonly<Record<AccountColor | 'production', string>>;

export const SETTING = {
  profiles: 'assumeRole.profiles',
  accounts: 'assumeRole.accounts',
  productionProfiles: 'assumeRole.productionProfiles',
  mfaMethod: 'assumeRole.mfaMethod',
  mfaSessionHours: 'assumeRole.mfaSessionHours',
  defaultProfile: 'assumeRole.defaultProfile',
  identityCenterSignIn: 'assumeRole.identityCenter.signIn',
  warnBeforeExpiryMinutes: 'assumeRole.warnBeforeExpiryMinutes',
} as const;

/** Context keys for `when` clauses. */
export const CONTEXT = {
  hasProfiles: 'assumeRole.hasProfiles',
  hasSession: 'assumeRole.hasSession',
  hasUnsavedSession: 'assumeRole.hasUnsavedSession',
  assuming: 'assumeRole.assuming',
  /** Whether the S3 explorer shows a session whose role is assumed, be it the active one or not. */
  s3HasSession: 'assumeRole.s3HasSession',
  /** Whether the S3 explorer waits for a listing. */
  s3Loading: 'assumeRole.s3Loading',
  s3HasSearch: 'assumeRole.s3HasSearch',
  s3Searching: 'assumeRole.s3Searching',
  s3CompareSelected: 'assumeRole.s3CompareSelected',
  /** URIs of previews of which more can be loaded. */
  previewsWithMore: 'assumeRole.previewsWithMore',
  /** URIs of previews that can show the end of their object too. */
  previewsWithEnd: 'assumeRole.previewsWithEnd',
  /** Whether the diff editor shown is about an object that somebody else changed. */
  inConflict: 'assumeRole.inConflict',
} as const;

/** What VS Code keeps for us in all windows, by key. */
export const STATE = {
  allowedFolders: 'assumeRole.allowedFolders',
  workspaceFolderExplained: 'assumeRole.workspaceFolderExplained',
  handedOver: 'assumeRole.handedOver',
} as const;

/** URI scheme of objects. */
export const SCHEME = 'assume-role-s3';

/** URI scheme of texts made from a part of an object. */
export const PREVIEW_SCHEME = 'assume-role-s3-preview';

/** What the modules that implement commands hand to the registry. */
export type CommandHandlers = { readonly [K in CommandId]: (...args: Commands[K]) => unknown };
