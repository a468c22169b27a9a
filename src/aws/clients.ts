import { IAMClient } from '@aws-sdk/client-iam';
import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts';
import { partitionIdOf } from '../core/roles/partitions';
import type { Hosts } from '../core/roles/profile';
import { iamDestination, isAws } from '../core/secrets/destination';
import type { Credentials } from '../core/sessions/credentials';
import { AppError } from '../core/support/errors';
import { boundedAnswers } from './boundedAnswers';
import { OneMoreWait } from './retries';
import { toSdkCredentials } from './sdkCredentials';
import type { ServerTime } from './serverTime';
import { forgetSigningKeys } from './support/signingKeys';

/** What carries a client's requests, or the options of the SDK's own carrier. */
export type RequestHandler = NonNullable<STSClientConfig['requestHandler']>;

/** How requests leave this machine. */
export interface Transport {
  /**
   * A request handler for one new client, which destroys it in the end.
   * @param silence milliseconds without a byte until a request counts as not answered; 15 seconds without it
   */
  requestHandler(silence?: number): RequestHandler;
}

/** Straight to the host, milliseconds until it counts as not answering. */
export const directTransport: Transport = {
  requestHandler: (silence = 15_000) => ({ connectionTimeout: 10_000, socketTimeout: silence }),
};

/**
 * The profile alone says where requests go: what is allowed for AWS's own hosts must not be led elsewhere by
 * `AWS_ENDPOINT_URL` or `endpoint_url` of a file. Where those count, the profile of that file has them.
 */
export const NO_OTHER_HOSTS = { ignoreConfiguredEndpointUrls: true } as const;

/** Where Identity Center is reached. */
export interface IdentityCenterHost {
  readonly region: string;
  /** In place of AWS's own hosts. */
  readonly endpoint?: string | undefined;
}

/** Makes the SDK's clients: the one place that decides host, credentials, timeouts and retries. The caller destroys them. */
export class AwsClients {
  constructor(
    private readonly transport: Transport,
    private readonly time: ServerTime,
  ) {}

  /** @param caller undefined for the calls that are not signed */
  sts(hosts: Hosts, caller: Credentials | undefined): STSClient {
    const client = new STSClient({ ...this.#common(), ...stsHost(hosts), ...signedBy(caller) });
    this.time.watch(client);
    forgetSigningKeys(client);
    return client;
  }

  /** IAM of the partition that `hosts.region` belongs to. */
  iam(hosts: Hosts, caller: Credentials): IAMClient {
    const client = new IAMClient({ ...this.#common(), ...iamHost(hosts), ...signedBy(caller) });
    this.time.watch(client);
    forgetSigningKeys(client);
    return client;
  }

  /** Identity Center's OIDC service. */
  oidc(host: IdentityCenterHost): SSOOIDCClient {
    const client = new SSOOIDCClient({ ...this.#common(), ...UNSIGNED, ...plainHost(host.region, host.endpoint) });
    this.time.watch(client);
    forgetSigningKeys(client);
    return client;
  }

  /** Identity Center's access portal. */
  portal(host: IdentityCenterHost): SSOClient {
    const client = new SSOClient({ ...this.#common(), ...UNSIGNED, ...plainHost(host.region, host.endpoint) });
    this.time.watch(client);
    forgetSigningKeys(client);
    return client;
  }

  /** What the SDK's own credential providers make their clients with. */
  providerConfig(region: string) {
    return { region, ...NO_OTHER_HOSTS, requestHandler: boundedAnswers(this.transport.requestHandler()) };
  }

  #common() {
    return {
      ...NO_OTHER_HOSTS,
      requestHandler: boundedAnswers(this.transport.requestHandler()),
      retryStrategy: new OneMoreWait(),
      systemClockOffset: this.time.systemClockOffset,
    };
  }
}

/** The host of STS for messages, short. */
export function stsHostName(hosts: Hosts): string {
  const { endpoints, region } = hosts;
  if (endpoints.sts !== undefined) return hostOf(endpoints.sts);
  return isGlobalSts(hosts) ? 'sts.amazonaws.com' : `sts.${region}`;
}

/** The host of one of Identity Center's services for messages, short. */
export function identityCenterHostName(
  service: 'oidc' | 'portal.sso',
  { region, endpoint }: IdentityCenterHost,
): string {
  return endpoint === undefined ? `${service}.${region}` : hostOf(endpoint);
}

/** Host and port of a URL, without the name and password it may hold; the text itself where it is none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function signedBy(caller: Credentials | undefined) {
  return caller === undefined ? UNSIGNED : { credentials: toSdkCredentials(caller) };
}

/** For calls that are not signed. Without credentials the SDK would look for some, in files and by their commands. */
const UNSIGNED = {
  credentials: (): Promise<never> =>
    Promise.reject(new AppError('unexpected', 'A call without credentials was about to be signed.')),
};

function plainHost(region: string, endpoint: string | undefined) {
  return { region, ...(endpoint === undefined ? {} : { endpoint }) };
}

/** The SDK refuses FIPS and dual stack beside a custom endpoint, which says all of it by itself. */
function stsHost(hosts: Hosts) {
  const { region, endpoints, fips, dualStack } = hosts;
  if (endpoints.sts !== undefined) return plainHost(region, endpoints.sts);
  const variants = { region, useFipsEndpoint: fips, useDualstackEndpoint: dualStack };
  return isGlobalSts(hosts) ? { ...variants, region: 'us-east-1', useGlobalEndpoint: true } : variants;
}

/** The global endpoint is in one partition only, signs for us-east-1 and has neither variant. */
function isGlobalSts({ region, globalSts, fips, dualStack }: Hosts): boolean {
  return globalSts && !fips && !dualStack && partitionIdOf(region) === 'aws';
}

function iamHost(hosts: Hosts) {
  const { region, endpoints, fips, dualStack } = hosts;
  if (!isAws(iamDestination(hosts))) return plainHost(region, endpoints.sts);
  return { region, useFipsEndpoint: fips, useDualstackEndpoint: dualStack };
}
