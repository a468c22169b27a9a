import type { Readable } from 'node:stream';

/** A request after parsing, before authentication. */
export interface AwsRequest {
  /** Unique, returned as `x-amzn-requestid` / `x-amz-request-id`. */
  readonly id: string;
  readonly method: string;
  /** Path exactly as sent, percent-encoded, without the query. */
  readonly rawPath: string;
  /** Decoded query parameters in order; a parameter without `=` has the value ''. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower-case names; repeated headers joined with ','. */
  readonly headers: Readonly<Record<string, string>>;
  /** Raw body as sent on the wire. Read it at most once: `body()` buffers, `stream()` does not. */
  body(): Promise<Buffer>;
  stream(): Readable;
}

/** What a service answers. */
export interface AwsResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | Readable;
}

/** An error answer with AWS's code; each service renders it in its own XML shape. */
export class AwsError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Further elements of the error's XML, such as `BucketName`, and headers. */
    readonly extra: {
      readonly elements?: Readonly<Record<string, string>>;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.name = 'AwsError';
  }
}

/** Who signed a request, after signature, expiry and clock were verified. */
export interface Caller {
  /** `arn:aws:iam::…:user/alice`, `arn:aws:sts::…:assumed-role/Role/session`, or `arn:aws:iam::…:root`. */
  readonly arn: string;
  readonly accountId: string;
  /** `AIDA…`, `AROA…:session`, or the account ID for root. */
  readonly userId: string;
  readonly accessKeyId: string;
  /** Whether temporary credentials were used; role chaining and MFA rules go by it. */
  readonly temporary: boolean;
  /**
   * Policy decision for this caller: identity policies, the session policy as an intersection, explicit Deny wins.
   * @param action such as `s3:GetObject`
   * @param resource ARN
   * @param context condition keys of the request, such as `s3:prefix`. `aws:ResourceAccount` tells whose the resource is,
   * so that one call decides by the rules within an account or across accounts (there both policies must allow); without
   * it the account in the resource's ARN counts, else the caller's own.
   * @param resourcePolicy the resource's own policy (a bucket policy or trust policy), JSON already parsed
   */
  allows(
    action: string,
    resource: string,
    context?: Readonly<Record<string, string | readonly string[]>>,
    resourcePolicy?: unknown,
  ): boolean;
}

/** One AWS service of the local AWS. The kernel authenticates, logs, injects faults and renders errors around it. */
export interface Service {
  /** As in the credential scope: `sts`, `s3`. */
  readonly name: string;
  /** Whether an unsigned request is for this service, by its method and path; services whose calls are signed need none. */
  readonly ownsUnsigned?: (request: AwsRequest) => boolean;
  /** Operation name for the log and the faults, such as `ListObjectsV2`; called before `handle`. */
  operation(request: AwsRequest): string | Promise<string>;
  /**
   * @param caller undefined for an unsigned request
   * @param region of the credential scope
   */
  handle(
    request: AwsRequest,
    caller: Caller | undefined,
    region: string | undefined,
  ): AwsResponse | Promise<AwsResponse>;
  /** The error in the service's shape. */
  renderError(error: AwsError, request: AwsRequest): AwsResponse;
}

/** One line of the request log. Never holds a secret. */
export interface LogEntry {
  readonly id: string;
  readonly time: number;
  readonly service: string;
  readonly operation: string;
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly host: string;
  readonly callerArn?: string;
  readonly accessKeyId?: string;
  readonly region?: string;
  /** The `Range` asked for, such as `bytes=0-99`. */
  readonly range?: string;
  /** Filled when answered; 0 when the connection was cut. */
  status: number;
  /** AWS error code of an error answer. */
  code?: string;
}

/** A fault to inject, matched against each request until `times` is used up. */
export interface Fault {
  readonly service?: string;
  readonly operation?: string;
  /** How often; without it, until removed. */
  readonly times?: number;
  readonly action:
    /** Answers with this error. */
    | { readonly type: 'error'; readonly status: number; readonly code: string; readonly message?: string }
    /** Answers 200 with an error body (S3 CopyObject, CompleteMultipartUpload). */
    | { readonly type: 'errorIn200'; readonly code: string; readonly message?: string }
    /** Waits for this before the answer, so that a test can act while the request is under way. */
    | { readonly type: 'hold'; readonly until: Promise<unknown> }
    /** Waits this long before the answer. */
    | { readonly type: 'delay'; readonly milliseconds: number }
    /** Resets the connection without an answer, and nothing is done. */
    | { readonly type: 'reset' }
    /** Does what was asked for, then resets the connection without an answer. */
    | { readonly type: 'loseAnswer' }
    /** Sends the headers and this many bytes of the body, then cuts the connection. */
    | { readonly type: 'truncate'; readonly bytes: number }
    /** Answers 200 with what is no AWS answer: this text, an HTML page when not given. */
    | { readonly type: 'garbage'; readonly body?: string };
}
