/** The EC2 instance a client of the local AWS runs on. */
export interface InstanceSeed {
  /** Account the instance belongs to. */
  readonly accountId: string;
  /** `i-` and 17 hexadecimal digits. */
  readonly instanceId: string;
  readonly region: string;
  /** Role of its instance profile; none when not given. */
  readonly roleArn?: string;
}
