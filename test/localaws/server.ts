import { Credentials } from './iam/credentials';
import { IamDirectory } from './iam/directory';
import { Authenticator } from './kernel/authenticator';
import { AwsServer } from './kernel/awsServer';
import { ServerClock } from './kernel/clock';
import { Faults } from './kernel/faults';
import { RequestLog } from './kernel/requestLog';
import { Router } from './kernel/router';
import { createS3Service } from './s3/service';
import { createSideDoor } from './sideDoor';
import { createStsService } from './sts/service';
import type { World } from './world';

/** How a local AWS is started. */
export interface LocalAwsOptions {
  /** TCP port on 127.0.0.1; a free one when not given. */
  readonly port?: number;
  /** The time it lives by; the machine's when not given. */
  readonly clock?: ServerClock;
}

/** A running local AWS. */
export interface LocalAws {
  /** Base URL of every service, such as `http://127.0.0.1:40123`. */
  readonly endpoint: string;
  readonly log: RequestLog;
  readonly faults: Faults;
  readonly clock: ServerClock;
  readonly world: World;
  /** Users, roles and MFA devices; revokes sessions. */
  readonly iam: IamDirectory;
  /** Stops at once and frees the port; open connections are cut. */
  close(): Promise<void>;
}

/**
 * Starts a local AWS on loopback.
 * @throws TypeError or MalformedPolicy for a world that could not exist in AWS, or when the port is taken
 */
export async function startLocalAws(world: World, options: LocalAwsOptions = {}): Promise<LocalAws> {
  const clock = options.clock ?? new ServerClock();
  const now = (): number => clock.now();
  const log = new RequestLog();
  const faults = new Faults();
  const iam = new IamDirectory(world.accounts);
  const credentials = new Credentials(iam, clock);
  const sts = createStsService({ directory: iam, credentials, now });
  const s3 = createS3Service(world.s3, { now });
  const server = new AwsServer({
    router: new Router([sts, s3], s3),
    authenticator: new Authenticator(credentials, clock),
    clock,
    log,
    faults,
    sideDoor: createSideDoor({ mfaDevices: iam.mfaDevices, log, clock }),
  });
  const endpoint = await server.listen(options.port ?? 0);
  return { endpoint, log, faults, clock, world, iam, close: () => server.close() };
}
