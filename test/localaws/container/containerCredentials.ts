import {
  type ServiceCredentials,
  ServiceSession,
  type ServiceSessionDependencies,
  type ServiceSessionRequest,
} from '../iam/serviceSession';
import { type AwsRequest, type AwsResponse, AwsError, type Service } from '../kernel/types';
import type { ContainerSeed, EcsTaskSeed, EksPodSeed } from './seed';

const ECS_PATH = '/v2/credentials/';
/** Path of EKS Pod Identity credentials. */
export const EKS_PATH = '/v1/credentials';

/** Six hours, renewed half an hour before the end. */
const LIFETIME = { durationSeconds: 21_600, renewMinutesBefore: 30 };

/** @returns the path of a task's credentials, as `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI` has it */
export function ecsPath({ taskId }: EcsTaskSeed): string {
  return ECS_PATH + taskId;
}

function ecsRequest({ roleArn, taskId }: EcsTaskSeed): ServiceSessionRequest {
  return { roleArn, service: 'ecs-tasks.amazonaws.com', sessionName: taskId };
}

/** With the session tags EKS sets, all of them transitive (EKS User Guide, "EKS Pod Identity session tags"). */
function eksRequest(pod: EksPodSeed): ServiceSessionRequest {
  const cluster = pod.clusterArn.split('/').at(-1) ?? '';
  return {
    roleArn: pod.roleArn,
    service: 'pods.eks.amazonaws.com',
    sessionName: `eks-${cluster}-${pod.podName}-${pod.podUid}`.slice(0, 64),
    tags: {
      'eks-cluster-arn': pod.clusterArn,
      'eks-cluster-name': cluster,
      'kubernetes-namespace': pod.namespace,
      'kubernetes-service-account': pod.serviceAccount,
      'kubernetes-pod-name': pod.podName,
      'kubernetes-pod-uid': pod.podUid,
    },
  };
}

const json = (status: number, value: unknown): AwsResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** The credential endpoint of containers: Amazon ECS tasks, and EKS pods with Pod Identity. */
export class ContainerCredentials implements Service {
  readonly name = 'container';
  readonly #containers: ContainerSeed;
  readonly #sessions: { readonly ecs: ServiceSession; readonly eks: ServiceSession };

  constructor(containers: ContainerSeed, deps: ServiceSessionDependencies) {
    this.#containers = containers;
    this.#sessions = { ecs: new ServiceSession(deps, LIFETIME), eks: new ServiceSession(deps, LIFETIME) };
  }

  operation({ rawPath }: AwsRequest): string {
    return rawPath === EKS_PATH ? 'GetPodCredentials' : 'GetTaskCredentials';
  }

  handle({ method, rawPath, headers }: AwsRequest): AwsResponse {
    const { ecs, eks } = this.#containers;
    if (method !== 'GET') throw new AwsError(405, 'MethodNotAllowed', 'Method not allowed');
    if (eks && rawPath === EKS_PATH) {
      checkToken(headers, eks.authorizationToken);
      const issued = this.#issue('eks', eksRequest(eks));
      return json(200, { ...credentialsBody(issued), AccountId: issued.role.accountId });
    }
    if (ecs && rawPath === ecsPath(ecs)) {
      checkToken(headers, ecs.authorizationToken);
      const issued = this.#issue('ecs', ecsRequest(ecs));
      return json(200, { RoleArn: issued.role.arn, ...credentialsBody(issued) });
    }
    throw new AwsError(400, 'InvalidIdInRequest', 'CredentialsV2Request: ID not found');
  }

  renderError({ status, code, message }: AwsError): AwsResponse {
    return json(status, { code, message, HTTPErrorCode: status });
  }

  /** @throws AwsError AccessDenied when the role is gone or does not trust the service */
  #issue(kind: 'ecs' | 'eks', request: ServiceSessionRequest): ServiceCredentials {
    const issued = this.#sessions[kind].get(request);
    if (typeof issued !== 'string') return issued;
    throw new AwsError(403, 'AccessDeniedException', `${request.service} cannot assume the role ${request.roleArn}`);
  }
}

/** @throws AwsError 401 when a token is wanted and another or none is sent */
function checkToken(headers: AwsRequest['headers'], wanted: string | undefined): void {
  if (wanted !== undefined && headers['authorization'] !== wanted) {
    throw new AwsError(401, 'InvalidAuthorizationToken', 'The authorization token is missing or invalid');
  }
}

function credentialsBody(issued: ServiceCredentials): Readonly<Record<string, string>> {
  return {
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    Token: issued.sessionToken,
    Expiration: new Date(issued.expiration).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}
