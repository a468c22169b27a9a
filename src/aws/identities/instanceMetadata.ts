import { ClientRequest } from 'node:http';
import { urlToHttpOptions } from 'node:url';
import { getInstanceMetadataEndpoint } from '@smithy/credential-provider-imds';
import { t } from '@vscode/l10n';
import { Credentials } from '../../core/sessions/credentials';
import { AppError, cancelled } from '../../core/support/errors';
import { parseJsonObject } from '../../core/support/json';
import { fromSdkError } from '../errors';
import type { Resolver } from './resolver';

const TOKEN_PATH = '/latest/api/token';
const ROLES_PATH = '/latest/meta-data/iam/security-credentials/';

/** Milliseconds a request may take; the service is next door or not there. */
const TIME_LIMIT = 2000;

/** The longest answer that is taken, in bytes; credentials have about two thousand. */
const LONGEST = 64 * 1024;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/**
 * The role of the EC2 instance, by IMDSv2 alone (EC2 User Guide, "Retrieve security credentials from instance
 * metadata"). Not the SDK's `fromInstanceMetadata`: it takes no endpoint but from the process's environment and files,
 * falls back to version 1, hands out expired credentials as good, and hides what the service answers.
 */
export const instanceMetadata: Resolver<'instanceMetadata'> = async ({ endpoint }, { signal }) => {
  const disabled = process.env['AWS_EC2_METADATA_DISABLED'] ?? '';
  if (disabled !== '' && disabled.toLowerCase() !== 'false') throw unavailable(t('AWS_EC2_METADATA_DISABLED is set.'));
  const base = endpoint ?? (await defaultEndpoint());
  const token = await call(base, TOKEN_PATH, signal, { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' });
  if (token.status !== 200) throw refused(token.status);
  const headers = { 'x-aws-ec2-metadata-token': token.body };
  const roles = await call(base, ROLES_PATH, signal, headers);
  if (roles.status === 404) throw unavailable(t('The instance has no instance profile.'));
  if (roles.status !== 200) throw refused(roles.status);
  const [role = ''] = roles.body.split('\n');
  const answer = await call(base, ROLES_PATH + role.trim(), signal, headers);
  if (answer.status !== 200) throw refused(answer.status);
  return parseCredentials(answer.body);
};

/** `http://169.254.169.254`, or as the AWS CLI is told by `AWS_EC2_METADATA_SERVICE_ENDPOINT` and its like. */
async function defaultEndpoint(): Promise<string> {
  const { protocol, hostname, port, path } = await getInstanceMetadataEndpoint();
  return `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
}

/**
 * One request; a PUT when the token is asked for. Not by `http.request`, which VS Code replaces to lead requests through
 * `http.proxy`: a proxy would answer with its own instance's metadata, or not at all.
 */
function call(base: string, path: string, signal: AbortSignal, headers: Record<string, string>): Promise<Answer> {
  const method = path === TOKEN_PATH ? 'PUT' : 'GET';
  const url = new URL(base.replace(/\/+$/, '') + path);
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(signal.aborted ? cancelled() : noAnswer(error, url, method));
    const options = { ...urlToHttpOptions(url), method, headers, signal, agent: false };
    const outgoing = new ClientRequest(options, (incoming) => {
      const chunks: Buffer[] = [];
      let received = 0;
      incoming.on('data', (chunk: Buffer) => {
        received += chunk.length;
        chunks.push(chunk);
        if (received <= LONGEST) return;
        reject(unavailable(t('What answered is not the instance metadata service.')));
        outgoing.destroy();
      });
      incoming.on('error', fail);
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8').trim() });
      });
    });
    outgoing.on('error', fail);
    outgoing.setTimeout(TIME_LIMIT, () => {
      outgoing.destroy(Object.assign(new Error('No answer in time.'), { name: 'TimeoutError' }));
    });
    outgoing.end();
  });
}

function noAnswer(error: Error, { host }: URL, method: string): AppError {
  const { message } = fromSdkError(error, host);
  const silent = error.name === 'TimeoutError' && method === 'PUT';
  // EC2 User Guide, "Configure the instance metadata options": the answer to PUT does not leave the instance by default.
  const hint = silent ? t('In a container on EC2 the hop limit of the instance’s metadata must be at least 2.') : '';
  return new AppError('identityUnavailable', `${message} ${hint}`.trim(), { host }, error);
}

function refused(status: number): AppError {
  return unavailable(t('The instance metadata service answered with status {0}.', status));
}

function unavailable(message: string): AppError {
  return new AppError('identityUnavailable', message);
}

/** A failure to assume the instance's role is told with status 200 (IAM User Guide, "Troubleshoot IAM and Amazon EC2"). */
function parseCredentials(body: string): Credentials {
  const answer = parseJsonObject(body);
  if (!answer) throw unavailable(t('What answered is not the instance metadata service.'));
  const { Code, Message, AccessKeyId, SecretAccessKey, Token, Expiration } = answer;
  if (Code !== 'Success') throw unavailable([Code, Message].filter((part) => typeof part === 'string').join(': '));
  const expiration = typeof Expiration === 'string' ? Date.parse(Expiration) : Number.NaN;
  if (
    typeof AccessKeyId !== 'string' ||
    typeof SecretAccessKey !== 'string' ||
    typeof Token !== 'string' ||
    Number.isNaN(expiration)
  ) {
    throw unavailable(t('What answered is not the instance metadata service.'));
  }
  const keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token };
  return new Credentials(keys, expiration);
}
