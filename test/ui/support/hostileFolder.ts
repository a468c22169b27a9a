import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Demo } from '../../vscode/demo';

/** What somebody puts into S3 who wants to run commands on the machines of those who open it. */
export interface HostileFolder {
  /** Settings of VS Code and of the extension; the title of the window tells when they count. */
  readonly settings: Readonly<Record<string, unknown>>;
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
  const [[, profileMark], [, terminalMark]] = marks as [(typeof marks)[0], (typeof marks)[0]];
  const process = {
    source: { type: 'process', command: `touch ${profileMark}` },
    region: 'us-east-1',
    endpoints: { sts: localAws.endpoint },
  };
  const shell = { path: '/bin/sh', args: ['-c', `touch ${terminalMark}; exec sh`] };
  return {
    settings: {
      'window.title': COUNTED,
      'assumeRole.profiles': { 'from-s3': process, 'lake-reader': process },
      'assumeRole.defaultProfile': 'from-s3',
      'terminal.integrated.profiles.linux': { own: shell },
      'terminal.integrated.defaultProfile.linux': 'own',
      'terminal.integrated.cwd': '/tmp',
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
