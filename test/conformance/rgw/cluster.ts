import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureDebianPackages } from '../../vscode/debian';
import { run, spawnGroup, type ProcessGroup } from '../../vscode/processes';
import { cephConfig } from './cephConfig';
import { freePorts } from './freePorts';

/** The Debian packages of a throw-away Ceph cluster with an S3 and STS gateway. */
const PACKAGES = ['radosgw', 'ceph-mon', 'ceph-osd'];

/** How long the gateway may take until it answers, milliseconds. */
const START_LIMIT = 60_000;

/** A user to create in the gateway. */
export interface RgwUser {
  /** Stands where AWS has the account, so that ARNs have AWS's form. */
  readonly tenant: string;
  readonly name: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Administrative rights, such as `roles=*;user-policy=*`. */
  readonly capabilities?: string;
}

export interface RgwOptions {
  /** The shortest session that may be asked for, seconds; AWS has 900. */
  readonly minSessionSeconds: number;
}

/** A running Ceph RADOS Gateway on 127.0.0.1: one monitor, one object store in memory, one gateway, no authentication within. */
export interface Rgw {
  /** Base URL of S3, STS and IAM. */
  readonly endpoint: string;
  /** @throws when the gateway refuses */
  createUser(user: RgwUser): Promise<void>;
  /** Ends the three processes and removes what they stored. */
  stop(): Promise<void>;
}

/**
 * Installs Ceph where it is missing (Debian), and starts a gateway with nothing in it.
 * @throws PlainError where Ceph cannot be installed, or an Error with Ceph's own words when it does not come up
 */
export async function startRgw({ minSessionSeconds }: RgwOptions): Promise<Rgw> {
  await ensureDebianPackages(PACKAGES, 'running the conformance cases against Ceph RGW');
  const directory = await mkdtemp(path.join(tmpdir(), 'assume-role-rgw-'));
  const groups: ProcessGroup[] = [];
  const stop = async (): Promise<void> => {
    // What is stored is thrown away, and the object store takes seconds to end in order.
    for (const group of groups.reverse()) group.process.kill('SIGKILL');
    await Promise.all(groups.map((group) => group.stop()));
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const [gateway = 0, monitor = 0, monitorV1 = 0] = await freePorts(3);
    const fsid = randomUUID();
    for (const folder of ['mon', 'osd/0', 'run', 'log', 'rgw']) {
      await mkdir(path.join(directory, folder), { recursive: true });
    }
    const configFile = path.join(directory, 'ceph.conf');
    const monitors = `[v2:127.0.0.1:${monitor},v1:127.0.0.1:${monitorV1}]`;
    await writeFile(configFile, cephConfig({ directory, fsid, monitors, gatewayPort: gateway, minSessionSeconds }));
    const config = ['-c', configFile];
    const start = (program: string, args: readonly string[]): ProcessGroup => {
      const group = spawnGroup(program, [...config, ...args, '-f'], { stdio: 'ignore' });
      groups.push(group);
      return group;
    };

    const monitorMap = path.join(directory, 'monmap');
    await succeed('monmaptool', ['--create', '--fsid', fsid, '--addv', 'a', monitors, monitorMap]);
    await succeed('ceph-mon', [...config, '-i', 'a', '--mkfs', '--monmap', monitorMap]);
    start('ceph-mon', ['-i', 'a']);
    const storeId = randomUUID();
    await succeed('ceph', [...config, '--connect-timeout', '30', 'osd', 'new', storeId]);
    await succeed('ceph-osd', [...config, '-i', '0', '--mkfs', '--osd-uuid', storeId]);
    start('ceph-osd', ['-i', '0']);
    const radosgw = start('radosgw', ['-n', 'client.rgw']);
    const endpoint = `http://127.0.0.1:${gateway}`;
    await answers(endpoint, radosgw, directory);
    return { endpoint, createUser: (user) => createUser(config, user), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createUser(config: readonly string[], user: RgwUser): Promise<void> {
  const { tenant, name, accessKeyId, secretAccessKey, capabilities } = user;
  const identity = ['--tenant', tenant, '--uid', name, '--display-name', name];
  const keys = ['--access-key', accessKeyId, '--secret-key', secretAccessKey];
  const rights = capabilities === undefined ? [] : ['--caps', capabilities];
  await succeed('radosgw-admin', [...config, 'user', 'create', ...identity, ...keys, ...rights]);
}

/** Runs a program to its end. @throws with its output when it fails */
async function succeed(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${output}`);
}

/** Waits until the gateway answers HTTP. @throws with the ends of Ceph's logs when it does not */
async function answers(endpoint: string, gateway: ProcessGroup, directory: string): Promise<void> {
  const limit = Date.now() + START_LIMIT;
  while (Date.now() < limit && gateway.process.exitCode === null) {
    const response = await fetch(endpoint).catch(() => undefined);
    if (response) return;
    await delay(100);
  }
  throw new Error(`Ceph RGW did not come up:\n${await endsOfLogs(path.join(directory, 'log'))}`);
}

async function endsOfLogs(folder: string): Promise<string> {
  const texts = (await readdir(folder)).map(async (name) => {
    const lines = (await readFile(path.join(folder, name), 'utf8')).trimEnd().split('\n');
    return `${name}:\n${lines.slice(-10).join('\n')}`;
  });
  return (await Promise.all(texts)).join('\n');
}
