/** An object's place: the key exactly as S3 has it. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}
