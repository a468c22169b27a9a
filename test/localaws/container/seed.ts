/** A task of Amazon ECS. */
export interface EcsTaskSeed {
  readonly roleArn: string;
  /** 32 hexadecimal digits; the role session is named so. */
  readonly taskId: string;
  /** Wanted in the `Authorization` header; none is wanted when not given. */
  readonly authorizationToken?: string;
}

/** A pod of Amazon EKS with an EKS Pod Identity association. */
export interface EksPodSeed {
  readonly roleArn: string;
  readonly clusterArn: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podName: string;
  readonly podUid: string;
  /** The pod's service account token, wanted in the `Authorization` header. */
  readonly authorizationToken: string;
}

/** The containers a client of the local AWS runs in. */
export interface ContainerSeed {
  readonly ecs?: EcsTaskSeed;
  readonly eks?: EksPodSeed;
}
