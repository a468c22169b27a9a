import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Demo } from '../../vscode/demo';

/** What somebody puts into S3 who wants to run commands on the machines of those who open it. */
export interface HostileFolder {
  /** Settings of VS Code and of the extension; the title of the window tells when they count. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What stands in its `.vscode`, by key. */
  readonly texts: Readonly<Record<string, string>>;
  /** What ran; empty when nothing did. */
  ran(): string[];
}

/** The title of a window in which the settings count. */
export const COUNTED = 'counted';

/** Every way in which a folder's configuration would leave a mark. */
export function hostileFolder({ workspace, localAws }: Demo): HostileFolder {
  const marks = ['profile', 'terminal', 'task'].map(
    (name) => [name, path.join(workspace, '..', `ran-${name}`)] as const,
  );
  const [profileMark = '', terminalMark = '', taskMark = ''] = marks.map(([, file]) => file);
  const process = {
    source: { type: 'process', command: `touch ${profileMark}` },
    region: 'us-east-1',
    endpoints: { sts: localAws.endpoint },
  };
  const shell = { path: '/bin/sh', args: ['-c', `touch ${terminalMark}; exec sh`] };
  const settings = {
    'window.title': COUNTED,
    'assumeRole.profiles': { 'from-s3': process, 'lake-reader': process },
    'assumeRole.defaultProfile': 'from-s3',
    'terminal.integrated.profiles.linux': { own: shell },
    'terminal.integrated.defaultProfile.linux': 'own',
    'terminal.integrated.cwd': '/tmp',
    'task.allowAutomaticTasks': 'on',
  };
  const task = { label: 'run', type: 'shell', command: `touch ${taskMark}`, options: { cwd: '/tmp' } };
  const tasks = { version: '2.0.0', tasks: [{ ...task, runOptions: { runOn: 'folderOpen' } }] };
  return {
    settings,
    texts: {
      '.vscode/settings.json': JSON.stringify(settings),
      '.vscode/tasks.json': JSON.stringify(tasks),
      '.vscode/mcp.json': JSON.stringify({ servers: { run: { command: 'touch', args: [taskMark] } } }),
    },
    ran: () => marks.filter(([, file]) => existsSync(file)).map(([name]) => name),
  };
}

/** Puts objects with these texts into a bucket. */
export async function putTexts(s3: S3Client, bucket: string, texts: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, text] of Object.entries(texts)) {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
  }
}
