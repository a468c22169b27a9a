/** Headers of an answer that decisions need: S3's clock, and where a bucket is. */
const KEPT_HEADERS = ['date', 'x-amz-bucket-region'] as const;

/** What decisions need of an error's answer, in the SDK's names. */
interface Answer {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string | undefined>> };
  /** Of S3's `AuthorizationHeaderMalformed`. */
  readonly Region?: unknown;
  /** Of S3's `PreconditionFailed`. */
  readonly Condition?: unknown;
}

/**
 * An error of the SDK as the cause of one of ours: its words and stack, and the facts of its answer that decisions need.
 * The error itself holds the whole answer, with its connection, all headers and whatever else its body told, such as the
 * session token that has expired.
 */
export function withoutAnswer(error: Error): Error {
  const { $metadata, $response, Region, Condition } = error as Answer;
  const headers = KEPT_HEADERS.flatMap((name) => {
    const value = $response?.headers?.[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const { httpStatusCode, attempts } = $metadata ?? {};
  const kept = Object.assign(new Error(error.message), {
    name: error.name,
    $metadata: { httpStatusCode, attempts },
    $response: { headers: Object.fromEntries(headers) },
    Region,
    Condition,
  });
  if (error.stack !== undefined) kept.stack = error.stack;
  return kept;
}
