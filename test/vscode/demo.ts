import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startLocalAws, type LocalAws } from '../localaws/server';
import { ACCESS_KEYS, ACCOUNTS, demoWorld, EXTERNAL_IDS, MFA_SERIAL, ROLES } from '../localaws/worlds/demo';
import { ACCESS_POINT_ALIAS, REQUESTER_PAYS_BUCKET } from '../localaws/worlds/demoShared';
import type { World } from '../localaws/world';
import { PERMISSION_SETS } from '../localaws/worlds/demoIdentityCenter';

/** Settings that keep VS Code to what the extension is about. */
const CALM_WINDOW = {
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'remote.autoForwardPorts': false,
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  // Newer releases open settings in a dialog, in which the command palette does not open.
  'workbench.editor.useModal': 'off',
  'workbench.startupEditor': 'readme',
} as const;

/** The local AWS with the demo world, and what a VS Code needs in order to use it. */
export interface Demo {
  readonly localAws: LocalAws;
  /** Page with the current MFA codes. */
  readonly mfaPage: string;
  /** Folder with a README of first steps. */
  readonly workspace: string;
  /** Machine settings: the sample profiles of {@link demoProfiles}. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Environment of the extension host: shared config files in which `alice` has her access keys. */
  readonly env: Readonly<Record<string, string>>;
  /** Stops the local AWS; the files stay. */
  stop(): Promise<void>;
}

/**
 * Sample profiles, one for each way of getting a session.
 * @param endpoint of the local AWS
 */
export function demoProfiles(endpoint: string) {
  const target = {
    region: 'us-east-1',
    endpoints: { sts: endpoint, s3: endpoint, sso: endpoint },
    s3: { pathStyle: true },
  } as const;
  const sharedConfig = { type: 'sharedConfig', profile: 'alice' } as const;
  const accessKeys = { type: 'accessKeys', name: 'alice' } as const;
  return {
    analyst: {
      description: 'A role in the same account',
      source: sharedConfig,
      roleArn: ROLES.analyst,
      ...target,
      s3: {
        pathStyle: true,
        bookmarks: ['s3://acme-analytics/reports/2026/', `s3://${ACCESS_POINT_ALIAS}/`],
      },
    },
    'lake-reader': {
      description: 'A role in another account, with access keys you type once',
      source: accessKeys,
      roleArn: ROLES.lakeReader,
      ...target,
    },
    partner: {
      description: "A partner's role behind an external ID; it cannot list buckets",
      source: sharedConfig,
      roleArn: ROLES.partnerData,
      externalId: EXTERNAL_IDS.partnerData,
      ...target,
      s3: { pathStyle: true, home: 's3://partner-exchange/acme/', bookmarks: ['s3://partner-exchange/shared/'] },
    },
    'team-only': {
      description: 'A role that may list one folder of one bucket',
      source: sharedConfig,
      roleArn: ROLES.teamOnly,
      ...target,
      s3: { pathStyle: true, home: 's3://acme-drafts/team/' },
    },
    'storage-admin': {
      description: 'A role that makes and deletes buckets',
      source: sharedConfig,
      roleArn: ROLES.storageAdmin,
      ...target,
    },
    'market-data': {
      description: "Somebody else's bucket; who reads it pays",
      source: sharedConfig,
      roleArn: ROLES.analyst,
      ...target,
      s3: { pathStyle: true, home: `s3://${REQUESTER_PAYS_BUCKET}/`, requesterPays: true },
    },
    'own-key': {
      description: 'New objects are encrypted with a key of your own (SSE-C)',
      source: sharedConfig,
      roleArn: ROLES.analyst,
      ...target,
      s3: {
        pathStyle: true,
        home: 's3://acme-drafts/',
        encryption: { type: 'SSE-C', key: { secret: 'own-key' } },
      },
    },
    'three-hops': {
      description: 'A chain of three roles, the second behind a secret external ID',
      source: sharedConfig,
      chain: [
        { roleArn: ROLES.hub },
        { roleArn: ROLES.lake, externalId: { secret: 'lake-partner' } },
        { roleArn: ROLES.vault },
      ],
      ...target,
    },
    'admin-mfa': {
      description: 'A role that asks for an MFA code',
      source: sharedConfig,
      roleArn: ROLES.adminMfa,
      mfaSerial: MFA_SERIAL,
      ...target,
    },
    'lake-sso': {
      description: 'A sign-in to IAM Identity Center',
      source: {
        type: 'identityCenter',
        startUrl: demoWorld.identityCenter?.startUrl ?? '',
        region: 'us-east-1',
        accountId: ACCOUNTS.lake,
        roleName: PERMISSION_SETS.analyst,
      },
      ...target,
    },
    etl: {
      description: 'From an EC2 instance profile to a role in another account',
      source: { type: 'instanceMetadata' },
      roleArn: ROLES.etl,
      ...target,
    },
    'vault-prod': {
      description: 'Production, for reading only',
      source: { type: 'profile', name: 'partner' },
      production: true,
      readOnly: true,
    },
  };
}

/**
 * Starts the local AWS with the demo world and writes the files that go with it.
 * @param directory for the sample folder and the shared config files
 * @param port of the local AWS; a free one when not given
 * @param world the demo's, or one with more in it
 */
export async function startDemo(directory: string, port = 0, world: World = demoWorld): Promise<Demo> {
  const localAws = await startLocalAws(world, { port });
  const mfaPage = `${localAws.endpoint}/_localaws/mfa`;
  const workspace = path.join(directory, 'first-steps');
  const aws = path.join(directory, 'aws');
  await mkdir(workspace, { recursive: true });
  await mkdir(aws, { recursive: true });
  await writeFile(path.join(workspace, 'README.md'), firstSteps(mfaPage));
  const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
  await writeFile(path.join(aws, 'config'), '[profile alice]\nregion = us-east-1\n');
  await writeFile(
    path.join(aws, 'credentials'),
    `[alice]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    { mode: 0o600 },
  );
  return {
    localAws,
    mfaPage,
    workspace,
    settings: { ...CALM_WINDOW, 'assumeRole.profiles': demoProfiles(localAws.endpoint) },
    env: {
      AWS_CONFIG_FILE: path.join(aws, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(aws, 'credentials'),
      AWS_EC2_METADATA_SERVICE_ENDPOINT: localAws.imds.endpoint,
    },
    stop: () => localAws.close(),
  };
}

/** The README of the sample folder. */
function firstSteps(mfaPage: string): string {
  const { accessKeyId, secretAccessKey } = ACCESS_KEYS.alice;
  return `# First steps

Press **F1**, type **Assume Role** and pick a profile. The status bar shows who you are and for how long; the key in the
activity bar opens Amazon S3 as that role.

| Profile | What it shows | It asks for |
| --- | --- | --- |
| \`analyst\` | a role in the same account | nothing |
| \`lake-reader\` | a role in another account | access keys, once (below) |
| \`partner\` | a role behind an external ID, without the right to list buckets | nothing |
| \`team-only\` | a role that may list one folder of one bucket | nothing |
| \`storage-admin\` | a role that makes and deletes buckets | nothing |
| \`market-data\` | a bucket whose readers pay for their requests | nothing |
| \`own-key\` | objects encrypted with a key of your own (SSE-C) | the key, at the first save |
| \`three-hops\` | a chain of three roles | the external ID \`${EXTERNAL_IDS.lake}\`, once |
| \`admin-mfa\` | a role with MFA | a code from [the MFA page](${mfaPage}) |
| \`lake-sso\` | IAM Identity Center | a sign-in: choose **Copy Link** and open it in a new tab |
| \`etl\` | an EC2 instance profile, then a role in another account | nothing |
| \`vault-prod\` | production, for reading only | nothing |

Alice's access keys in this demo:

\`\`\`
${accessKeyId}
${secretAccessKey}
\`\`\`

What you type here is kept until the page is reloaded. No AWS account is involved: everything runs on this machine and
ends with it.
`;
}
