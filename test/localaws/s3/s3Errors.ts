import { AwsError } from '../kernel/types';

/** 404 for a bucket that does not exist. */
export function noSuchBucket(bucket: string): AwsError {
  return new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist', { elements: { BucketName: bucket } });
}

/** 404 for a key without a current object. */
export function noSuchKey(key: string): AwsError {
  return new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { elements: { Key: key } });
}

/** 404 for a version ID the key does not have. */
export function noSuchVersion(key: string, versionId: string): AwsError {
  return new AwsError(404, 'NoSuchVersion', 'The specified version does not exist.', {
    elements: { Key: key, VersionId: versionId },
  });
}

/** 404 for an upload that is not in progress. */
export function noSuchUpload(uploadId: string): AwsError {
  return new AwsError(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { elements: { UploadId: uploadId } },
  );
}

/** 400 for a parameter or header with a value it cannot have. */
export function invalidArgument(message: string, name: string, value: string): AwsError {
  return new AwsError(400, 'InvalidArgument', message, { elements: { ArgumentName: name, ArgumentValue: value } });
}

/** 400 for a request that contradicts itself or a rule. */
export function invalidRequest(message: string): AwsError {
  return new AwsError(400, 'InvalidRequest', message);
}

/** 400 for a body that is not the XML it should be. */
export function malformedXml(): AwsError {
  return new AwsError(
    400,
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

/** 412, naming the header whose condition did not hold. */
export function preconditionFailed(condition: string): AwsError {
  return new AwsError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    elements: { Condition: condition },
  });
}

/** 400 for more bytes than one request may carry. */
export function entityTooLarge(proposed: number, maximum: number): AwsError {
  return new AwsError(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    elements: { ProposedSize: String(proposed), MaxSizeAllowed: String(maximum) },
  });
}
