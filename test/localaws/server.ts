import { ContainerCredentials } from './container/containerCredentials';
import { type ContainerEndpoint, containerEndpoint } from './container/endpoint';
import { Credentials } from './iam/credentials';
import { IamDirectory } from './iam/directory';
import { createIamService } from './iamApi/service';
import { InstanceMetadata } from './imds/instanceMetadata';
import { IdentityCenter } from './identityCenter/identityCenter';
import { createOidcService } from './identityCenter/oidcService';
import { withPermissionSetRoles } from './identityCenter/permissionSetRoles';
import { createPortalService } from './identityCenter/portalService';
import { EMPTY_INSTANCE } from './identityCenter/seed';
import { Authenticator } from './kernel/authenticator';
import { AwsServer } from './kernel/awsServer';
import { ServerClock } from './kernel/clock';
import { Faults } from './kernel/faults';
import { RequestLog } from './kernel/requestLog';
import { Router } from './kernel/router';
import type { Service } from './kernel/types';
import { OIDC_ISSUER_URL, OidcIssuer } from './oidcIssuer/oidcIssuer';
import { createS3Service } from './s3/service';
import { SAML_ENTITY_ID, SamlIssuer } from './samlIssuer/samlIssuer';
import { createSideDoor } from './sideDoor';
import { LoginSessions } from './signIn/loginSessions';
import { createSignInService } from './signIn/service';
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
  /** Identity Center, and what people do at its pages. */
  readonly identityCenter: IdentityCenter;
  /** Console sign-ins of `aws login`. */
  readonly signIn: LoginSessions;
  /** EC2 instance metadata; `endpoint` is for `AWS_EC2_METADATA_SERVICE_ENDPOINT`. */
  readonly imds: InstanceMetadata & { readonly endpoint: string };
  /** What the environment of the world's containers says. */
  readonly container: ContainerEndpoint;
  /** Makes the tokens of web identities. */
  readonly oidc: OidcIssuer;
  /** Makes SAML assertions. */
  readonly saml: SamlIssuer;
  /** Ends every session that was given out so far; clients still believe in the expiry they were told. */
  endSessions(): void;
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
  const identityCenter = new IdentityCenter(world.identityCenter ?? EMPTY_INSTANCE, now);
  const iam = new IamDirectory(withPermissionSetRoles(world.accounts, identityCenter.seed));
  const credentials = new Credentials(iam, clock);
  const oidc = new OidcIssuer(OIDC_ISSUER_URL, now);
  const saml = new SamlIssuer(SAML_ENTITY_ID, now);
  const sts = createStsService({ directory: iam, credentials, now, oidc, saml });
  const signIn = new LoginSessions({ directory: iam, credentials, now });
  const ssoOidc = createOidcService(identityCenter);
  const sso = createPortalService({ center: identityCenter, directory: iam, credentials });
  const s3 = createS3Service(world.s3, { now });
  const server = new AwsServer({
    router: new Router(
      [sts, createIamService({ directory: iam, now }), ssoOidc, sso, createSignInService(signIn), s3],
      s3,
    ),
    authenticator: new Authenticator(credentials, clock),
    clock,
    log,
    faults,
    sideDoor: createSideDoor({
      mfaDevices: iam.mfaDevices,
      log,
      clock,
      oidc,
      saml,
      environment: () => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: imdsEndpoint, ecs: container.ecs, eks: container.eks }),
    }),
  });
  const deps = { directory: iam, credentials, now };
  const instance = world.instance ?? {
    accountId: world.accounts[0]?.id ?? '',
    instanceId: 'i-0a1b2c3d4e5f60718',
    region: 'us-east-1',
  };
  // Their paths are those of buckets to the server of the regional services, so each has a server of its own.
  const alone = (service: Service): AwsServer =>
    new AwsServer({ router: new Router([service], service), clock, log, faults });
  const imds = new InstanceMetadata(instance, deps);
  const imdsServer = alone(imds);
  const containerServer = alone(new ContainerCredentials(world.containers ?? {}, deps));
  const servers = [server, imdsServer, containerServer];
  const endpoint = await server.listen(options.port ?? 0);
  const imdsEndpoint = await imdsServer.listen(0);
  const container = containerEndpoint(await containerServer.listen(0), world.containers ?? {});
  return {
    endpoint,
    log,
    faults,
    clock,
    world,
    iam,
    identityCenter,
    signIn,
    imds: Object.assign(imds, { endpoint: imdsEndpoint }),
    container,
    oidc,
    saml,
    endSessions: () => credentials.endSessions(),
    close: async () => {
      await Promise.all(servers.map((each) => each.close()));
    },
  };
}
