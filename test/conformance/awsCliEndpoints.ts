import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

interface Rule {
  readonly conditions: readonly object[];
  readonly endpoint: { readonly url: string; readonly properties: object; readonly headers: object };
  readonly type: 'endpoint';
}

/** @param signingName undefined for a service whose calls are not signed */
function rule(signingName: string | undefined, url: string, conditions: readonly object[] = []): Rule {
  const scheme = { name: 'sigv4', signingName, signingRegion: '{Region}', disableDoubleEncoding: signingName === 's3' };
  const properties = signingName === undefined ? {} : { authSchemes: [scheme] };
  return { type: 'endpoint', conditions, endpoint: { url, properties, headers: {} } };
}

const parameter = (type: 'String' | 'Boolean', name: string, builtIn?: string) => ({
  [name]: { type, required: false, documentation: name, ...(builtIn === undefined ? {} : { builtIn }) },
});

const REGION = parameter('String', 'Region', 'AWS::Region');

/**
 * Writes endpoint rules that lead every call of the AWS CLI to one endpoint, those it makes by itself for `role_arn`
 * included. CLIs before 2.13, such as Debian 12's, know no `AWS_ENDPOINT_URL`.
 * @param endpoint base URL; buckets stand in the path
 * @param folder is created
 * @returns the variables to run the CLI with
 */
export async function awsCliEndpoints(endpoint: string, folder: string): Promise<{ readonly AWS_DATA_PATH: string }> {
  const inBucket = [{ fn: 'isSet', argv: [{ ref: 'Bucket' }] }];
  const ruleSets = {
    'sts/2011-06-15': { parameters: REGION, rules: [rule('sts', endpoint)] },
    'sso/2019-06-10': { parameters: REGION, rules: [rule(undefined, endpoint)] },
    'sso-oidc/2019-06-10': { parameters: REGION, rules: [rule(undefined, endpoint)] },
    's3/2006-03-01': {
      parameters: { ...REGION, ...parameter('String', 'Bucket') },
      rules: [rule('s3', `${endpoint}/{Bucket}`, inBucket), rule('s3', endpoint)],
    },
  };
  for (const [service, { parameters, rules }] of Object.entries(ruleSets)) {
    await mkdir(path.join(folder, service), { recursive: true });
    const text = JSON.stringify({ version: '1.0', parameters, rules });
    await writeFile(path.join(folder, service, 'endpoint-rule-set-1.json'), text);
  }
  return { AWS_DATA_PATH: folder };
}
