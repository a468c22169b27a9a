import { EKS_PATH, ecsPath } from './containerCredentials';
import type { ContainerSeed } from './seed';

/** What the environment of a container tells its clients. */
export interface ContainerEnvironment {
  /** `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  readonly fullUri: string;
  /** `AWS_CONTAINER_AUTHORIZATION_TOKEN`, or the text of the file `…_TOKEN_FILE` names. */
  readonly authorizationToken?: string;
}

/** The credential endpoint of the world's containers. */
export interface ContainerEndpoint {
  /** Base URL. */
  readonly endpoint: string;
  /** Of the Amazon ECS task; undefined when the world has none. */
  readonly ecs?: ContainerEnvironment;
  /** Of the Amazon EKS pod; undefined when the world has none. */
  readonly eks?: ContainerEnvironment;
}

/** @returns what the environments of these containers say when the endpoint listens there */
export function containerEndpoint(endpoint: string, { ecs, eks }: ContainerSeed): ContainerEndpoint {
  const environment = (path: string, authorizationToken?: string): ContainerEnvironment => ({
    fullUri: endpoint + path,
    ...(authorizationToken !== undefined && { authorizationToken }),
  });
  return {
    endpoint,
    ...(ecs && { ecs: environment(ecsPath(ecs), ecs.authorizationToken) }),
    ...(eks && { eks: environment(EKS_PATH, eks.authorizationToken) }),
  };
}
