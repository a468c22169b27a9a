import { readArn, type S3Location } from './location';
import { accessPointArn, decoded, splitUrl } from './objectUrl';

/** The console's hosts in all partitions, with a region, an account or a service before them. */
const CONSOLE = /(?:^|\.)console\.(?:aws\.amazon\.com|amazonaws\.cn|amazonaws-us-gov\.com|amazonaws-eusc\.eu)$/;
/** The region before the console's host, also behind an account's session and before the old console's `s3`. */
const HOST_REGION = /(?:^|\.)([a-z]+(?:-[a-z]+)+-\d+)(?:\.s3)?\.console\./;

/** The place a link of the AWS console names, of its present and earlier forms; undefined for other texts. */
export function readConsoleLink(text: string): S3Location | undefined {
  const url = splitUrl(text);
  if (!url || !CONSOLE.test(url.host)) return undefined;
  // The oldest console kept its parameters behind the `#`.
  const parameters = new URLSearchParams(`${url.query}&${url.fragment.replace(/^\?/, '')}`);
  const parameter = (name: string): string | undefined => parameters.get(name) ?? undefined;
  const region = parameter('region') ?? HOST_REGION.exec(url.host)?.[1];
  const place = inPath(url.path, region) ?? { bucket: parameter('bucket'), key: undefined };
  if (!place.bucket) return undefined;
  // The parameter is what the console itself goes by.
  const key = parameter('prefix') ?? place.key ?? '';
  const versionId = parameter('versionId');
  const arn = readArn(place.bucket);
  return {
    bucket: arn ? arn.bucket : place.bucket,
    key,
    ...(versionId ? { versionId } : {}),
    ...(region ? { region } : {}),
  };
}

/** Bucket and key of a path, decoded; the ways the console has written them are told apart by their first words. */
function inPath(
  path: string,
  region: string | undefined,
): { readonly bucket: string | undefined; readonly key: string | undefined } | undefined {
  const [, point, account = '', name] = /^\/s3\/(ap)\/(\d{12})\/([^/]+)/.exec(path) ?? [];
  if (point !== undefined && name !== undefined && region !== undefined) {
    return { bucket: accessPointArn({ name, account, region }), key: undefined };
  }
  const [, bucket, rest = ''] = /^\/s3\/(?:buckets|object|upload|deletebucket)\/([^/]+)\/?(.*)$/s.exec(path) ?? [];
  if (bucket === undefined) return undefined;
  return { bucket: decoded(bucket), key: decoded(rest.replace(/^object\//, '')) };
}
