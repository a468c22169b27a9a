import { addAbortSignal, Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { t } from '@vscode/l10n';
import type { ObjectAddress } from '../../core/s3/address';
import { visibleText } from '../../core/s3/names';
import type { ObjectProperties } from '../../core/s3/objectProperties';
import type {
  BucketPage,
  ListPage,
  ListRequest,
  ObjectContent,
  ObjectInfo,
  ObjectStore,
} from '../../core/s3/objectStore';
import type { StoreTarget } from '../../core/s3/stores';
import type { Credentials } from '../../core/sessions/credentials';
import type { Disposable } from '../../core/support/disposable';
import { AppError, cancelled, isAppError } from '../../core/support/errors';
import { untilAborted } from '../../core/support/untilAborted';
import { directTransport, type Transport } from '../clients';
import { fromSdkError } from '../errors';
import { toSdkCredentials } from '../sdkCredentials';
import { explain, type S3Request } from './errors';
import { BucketRegions, redirectedRegion } from './regions';

/** Page size of `ListBuckets`; asking for pages at all is what makes S3 tell the buckets' regions. */
const BUCKETS_PER_PAGE = 1000;

/** Amazon S3 through the SDK, with one client for each region met. */
export class S3ObjectStore implements ObjectStore, Disposable {
  readonly #clients = new Map<string, S3Client>();
  readonly #regions: BucketRegions;

  /** @param transport carries the requests */
  constructor(
    private readonly target: StoreTarget,
    private readonly transport: Transport = directTransport,
  ) {
    this.#regions = new BucketRegions(target.region);
  }

  async listBuckets(next: string | undefined, signal: AbortSignal): Promise<BucketPage> {
    const command = new ListBucketsCommand({ MaxBuckets: BUCKETS_PER_PAGE, ContinuationToken: next });
    const { region } = this.target;
    const output = await this.#attempt({ action: 's3:ListAllMyBuckets', region }, signal, () =>
      this.#client(region).send(command, { abortSignal: signal }),
    );
    const buckets = (output.Buckets ?? []).map(({ Name = '', BucketRegion, CreationDate }) => {
      if (BucketRegion) this.#regions.learn(Name, BucketRegion);
      return { name: Name, region: BucketRegion, created: CreationDate?.getTime() };
    });
    return { buckets, next: output.ContinuationToken };
  }

  async list({ bucket, prefix, delimiter, next }: ListRequest, signal: AbortSignal): Promise<ListPage> {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      Delimiter: delimiter,
      ContinuationToken: next,
      // Without it, keys with control characters come as XML that no parser reads.
      EncodingType: 'url',
    });
    const output = await this.#inBucket({ action: 's3:ListBucket', bucket }, signal, (client) =>
      client.send(command, { abortSignal: signal }),
    );
    const decode = output.EncodingType === 'url' ? decodeKey : (key: string): string => key;
    return {
      prefixes: (output.CommonPrefixes ?? []).map(({ Prefix = '' }) => decode(Prefix)),
      objects: (output.Contents ?? []).map(({ Key = '', Size, ...entry }) =>
        objectInfo(decode(Key), { ...entry, ContentLength: Size }),
      ),
      next: output.NextContinuationToken,
    };
  }

  async head({ bucket, key }: ObjectAddress, signal: AbortSignal): Promise<ObjectProperties> {
    const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
    const output = await this.#inBucket({ action: 's3:GetObject', bucket, key }, signal, (client) =>
      client.send(command, { abortSignal: signal }),
    );
    return { ...objectInfo(key, output), storageClass: output.StorageClass ?? 'STANDARD', settings: {}, checksums: {} };
  }

  async read({ bucket, key }: ObjectAddress, maxBytes: number, signal: AbortSignal): Promise<ObjectContent> {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    const request = { action: 's3:GetObject', bucket, key } as const;
    const { Body, ContentLength } = await this.#inBucket(request, signal, (client) =>
      client.send(command, { abortSignal: signal }),
    );
    const size = ContentLength ?? 0;
    if (!(Body instanceof Readable)) return { bytes: new Uint8Array(), size };
    const bytes = await this.#attempt({ ...request, region: this.#regions.of(bucket) }, signal, () =>
      collect(addAbortSignal(signal, Body), { key, size, maxBytes }),
    );
    return { bytes, size };
  }

  /** Closes idle connections; requests after it open new ones. */
  dispose(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  /** Sends a request to the bucket's region, and once more when S3 names another. */
  async #inBucket<T>(
    request: Omit<S3Request, 'region'> & { readonly bucket: string },
    signal: AbortSignal,
    send: (client: S3Client) => Promise<T>,
  ): Promise<T> {
    const region = this.#regions.of(request.bucket);
    return await this.#attempt({ ...request, region }, signal, async () => {
      try {
        return await send(this.#client(region));
      } catch (error) {
        const elsewhere = redirectedRegion(error, region);
        if (elsewhere === undefined) throw error;
        this.#regions.learn(request.bucket, elsewhere);
        return await send(this.#client(elsewhere));
      }
    });
  }

  /** Runs `send` until it ends or `signal` aborts, whichever comes first, and throws {@link AppError}s only. */
  async #attempt<T>(request: S3Request, signal: AbortSignal, send: () => Promise<T>): Promise<T> {
    if (signal.aborted) throw cancelled();
    try {
      // The SDK watches the signal only while a request is on the wire, not while it waits for credentials.
      return await untilAborted(this.#renewing(send), signal);
    } catch (error) {
      // What the session could not do to get credentials is no fault of this request.
      if (isAppError(error)) throw error;
      throw explain(fromSdkError(error, this.#host(request.region)), request);
    }
  }

  /** Runs `send`, and once more with new credentials when S3 says that the session has ended before its time. */
  async #renewing<T>(send: () => Promise<T>): Promise<T> {
    const used: Credentials = await this.target.credentials();
    try {
      return await send();
    } catch (error) {
      if (isAppError(error) || fromSdkError(error).kind !== 'expired') throw error;
      await this.target.credentials(used);
      return await send();
    }
  }

  #client(region: string): S3Client {
    const known = this.#clients.get(region);
    if (known) return known;
    const client = new S3Client(this.#config(region));
    this.#clients.set(region, client);
    return client;
  }

  /**
   * The SDK's own `followRegionRedirects` stays off: it exchanges the region of the shared client while the request
   * runs, under the feet of parallel ones, and forgets it afterwards.
   */
  #config(region: string): S3ClientConfig {
    const { endpoint, pathStyle, fips, dualStack, credentials } = this.target;
    return {
      region,
      // The SDK refuses both beside a custom endpoint, which says all of it by itself.
      ...(endpoint === undefined ? { useFipsEndpoint: fips, useDualstackEndpoint: dualStack } : { endpoint }),
      forcePathStyle: pathStyle,
      // The session decides when to renew, so the SDK keeps nothing: what has expired is asked for again.
      credentials: async () => ({ ...toSdkCredentials(await credentials()), expiration: new Date(0) }),
      // S3-compatible stores know no checksums beyond those S3 requires.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: this.transport.requestHandler(),
    };
  }

  #host(region: string): string {
    return this.target.endpoint === undefined ? `s3.${region}` : new URL(this.target.endpoint).host;
  }
}

interface ObjectFacts {
  readonly ContentLength?: number | undefined;
  readonly LastModified?: Date | undefined;
  readonly ETag?: string | undefined;
  readonly StorageClass?: string | undefined;
}

function objectInfo(key: string, { ContentLength, LastModified, ETag, StorageClass }: ObjectFacts): ObjectInfo {
  return {
    key,
    size: ContentLength ?? 0,
    modified: LastModified?.getTime() ?? 0,
    etag: ETag?.replaceAll('"', ''),
    // HeadObject leaves out the default class (S3 API, HeadObject, x-amz-storage-class).
    storageClass: StorageClass ?? 'STANDARD',
  };
}

/** A key as `EncodingType=url` writes it: form encoding, with `+` for a space. The SDK does not decode it. */
function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}

async function collect(
  body: Readable,
  { key, size, maxBytes }: { readonly key: string; readonly size: number; readonly maxBytes: number },
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let received = 0;
  try {
    if (size > maxBytes) throw tooLarge(key, maxBytes);
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      received += chunk.length;
      if (received > maxBytes) throw tooLarge(key, maxBytes);
      chunks.push(chunk);
    }
  } finally {
    // Ends the download where it was not read to its end.
    body.destroy();
  }
  return Buffer.concat(chunks, received);
}

function tooLarge(key: string, maxBytes: number): AppError {
  const limit = Math.floor(maxBytes / 1024 ** 2);
  return new AppError('tooLarge', t('{0} is larger than {1} MiB.', visibleText(key), limit), {
    cure: t('Download it instead, for example with the AWS CLI.'),
  });
}
