import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureDebianPackages } from '../../vscode/debian';
import { hasProgram, run, spawnGroup, type ProcessGroup } from '../../vscode/processes';
import { cephConfiguration, monitorAddress, type Cluster } from './cephConfiguration';

/** How long the gateway may take until it answers, in milliseconds. */
const START_LIMIT = 60_000;

/** A user of the gateway with long-term keys. */
export interface RgwUser {
  /** `arn:aws:iam::<tenant>:user/<name>`; the tenant is named like an account, or empty. */
  readonly arn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const user = (tenant: string, name: string): RgwUser => ({
  arn: `arn:aws:iam::${tenant}:user/${name}`,
  accessKeyId: `${name.toUpperCase()}AK`,
  secretAccessKey: `${name.toUpperCase()}SK`,
});

/** Users of every cluster: alice and bob of no tenant, carol and dave of tenants that look like accounts. */
export const RGW_USERS = {
  /** May manage roles and user policies. */
  alice: user('', 'alice'),
  bob: user('', 'bob'),
  /** May manage roles and user policies. */
  carol: user('111111111111', 'carol'),
  dave: user('222222222222', 'dave'),
} as const;

const ADMINS: readonly RgwUser[] = [RGW_USERS.alice, RGW_USERS.carol];

export interface RgwOptions {
  /** Shortest session that STS gives, in seconds; 900, as in AWS, unless told otherwise. */
  readonly minSessionSeconds?: number;
}

/** A running Ceph RADOS Gateway: S3, STS and the roles part of IAM at one endpoint. */
export interface Rgw {
  readonly endpoint: string;
  readonly users: typeof RGW_USERS;
  /** Stops the daemons and removes all they wrote. */
  stop(): Promise<void>;
}

/**
 * Starts a throw-away Ceph cluster on free loopback ports, all in memory.
 * @throws with the daemons' logs when it does not come up within a minute.
 */
export async function startRgw({ minSessionSeconds = 900 }: RgwOptions = {}): Promise<Rgw> {
  if (!['radosgw', 'ceph-mon', 'ceph-osd', 'ceph', 'radosgw-admin', 'monmaptool'].every(hasProgram)) {
    await ensureDebianPackages(['radosgw', 'ceph-mon', 'ceph-osd'], 'the conformance run against Ceph RGW');
  }
  const directory = await mkdtemp(path.join(tmpdir(), 'assume-role-rgw-'));
  const [monitorPort, gatewayPort] = await freePorts();
  const cluster: Cluster = { directory, fsid: randomUUID(), monitorPort, gatewayPort, minSessionSeconds };
  const daemons: ProcessGroup[] = [];
  const stop = async () => {
    // Nothing is worth a clean shutdown, which takes the OSD six seconds.
    for (const { process: daemon } of daemons) daemon.kill('SIGKILL');
    await Promise.all(daemons.map((daemon) => daemon.stop()));
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await bringUp(cluster, daemons);
    return { endpoint: `http://127.0.0.1:${gatewayPort}`, users: RGW_USERS, stop };
  } catch (error) {
    const log = await readFile(path.join(directory, 'log/daemons.out'), 'utf8').catch(() => '');
    await stop();
    throw new Error(`Ceph RGW did not come up:\n${log.split('\n').slice(-30).join('\n')}`, { cause: error });
  }
}

async function bringUp(cluster: Cluster, daemons: ProcessGroup[]): Promise<void> {
  const { directory } = cluster;
  for (const name of ['mon', 'osd', 'run', 'log', 'rgw']) await mkdir(path.join(directory, name));
  const configuration = path.join(directory, 'ceph.conf');
  await writeFile(configuration, cephConfiguration(cluster));
  const log = await open(path.join(directory, 'log/daemons.out'), 'a');
  const env = { ...process.env, CEPH_CONF: configuration };
  const tool = async (name: string, ...args: string[]) => {
    const { code, output } = await run(name, args, { env });
    if (code !== 0) throw new Error(`${name} ${args.join(' ')}:\n${output}`);
  };
  const daemon = (name: string, ...args: string[]) =>
    daemons.push(spawnGroup(name, ['-c', configuration, ...args, '-f'], { env, stdio: ['ignore', log.fd, log.fd] }));

  try {
    const monitorMap = path.join(directory, 'monmap');
    await tool('monmaptool', '--create', '--fsid', cluster.fsid, '--addv', 'a', monitorAddress(cluster), monitorMap);
    await tool('ceph-mon', '-c', configuration, '-i', 'a', '--mkfs', '--monmap', monitorMap);
    daemon('ceph-mon', '-i', 'a');
    const osd = randomUUID();
    await tool('ceph', '--connect-timeout', '30', 'osd', 'new', osd);
    await tool('ceph-osd', '-c', configuration, '-i', '0', '--mkfs', '--osd-uuid', osd);
    daemon('ceph-osd', '-i', '0');
    daemon('radosgw', '-n', 'client.rgw');
  } finally {
    await log.close();
  }
  await answers(`http://127.0.0.1:${cluster.gatewayPort}`);
  for (const user of Object.values(RGW_USERS)) await createUser(tool, user);
}

async function createUser(tool: (name: string, ...args: string[]) => Promise<void>, user: RgwUser): Promise<void> {
  const [, tenant = '', name = ''] = /^arn:aws:iam::(\d*):user\/(.+)$/.exec(user.arn) ?? [];
  const keys = ['--access-key', user.accessKeyId, '--secret-key', user.secretAccessKey];
  const caps = ADMINS.includes(user) ? ['--caps', 'roles=*;user-policy=*'] : [];
  const tenantOption = tenant === '' ? [] : ['--tenant', tenant];
  await tool(
    'radosgw-admin',
    'user',
    'create',
    ...tenantOption,
    '--uid',
    name,
    '--display-name',
    name,
    ...keys,
    ...caps,
  );
}

/** Waits until the gateway answers requests. */
async function answers(endpoint: string): Promise<void> {
  const end = Date.now() + START_LIMIT;
  while ((await fetch(endpoint).catch(() => undefined)) === undefined) {
    if (Date.now() > end) throw new Error(`No answer within ${START_LIMIT / 1000} s.`);
    await delay(100);
  }
}

/** A port whose successor is free too, for the monitor's two protocols, and a third one for the gateway. */
async function freePorts(): Promise<readonly [monitor: number, gateway: number]> {
  const gateway = await listen(0);
  try {
    for (;;) {
      const monitor = await listen(0);
      const port = portOf(monitor);
      const next = await listen(port + 1).catch(() => undefined);
      await close(monitor);
      if (next === undefined) continue;
      await close(next);
      return [port, portOf(gateway)];
    }
  } finally {
    await close(gateway);
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
