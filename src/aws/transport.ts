import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { directTransport, type Transport } from './clients';

/** Environment variables that name files of certificate authorities, of the AWS CLI and of Node. */
const AUTHORITY_FILES = ['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'] as const;

/**
 * Requests as the network of this machine wants them. Proxies are VS Code's business: it leads Node's `https` through
 * `http.proxy`, `HTTPS_PROXY` and `NO_PROXY` and trusts the system's certificates. It does not know `AWS_CA_BUNDLE`,
 * and older ones forget `NODE_EXTRA_CA_CERTS` behind a proxy, so those two are given with each connection.
 * @param warn hears of a file that cannot be read
 */
export function networkTransport(env: NodeJS.ProcessEnv, warn: (message: string) => void): Transport {
  const extra = AUTHORITY_FILES.flatMap((name) => {
    const file = env[name];
    if (file === undefined || file === '') return [];
    try {
      return [readFileSync(file, 'utf8')];
    } catch (error) {
      warn(`${name} names a file that cannot be read: ${String(error)}`);
      return [];
    }
  });
  if (extra.length === 0) return directTransport;
  const ca = [...rootCertificates, ...extra];
  return {
    requestHandler: (silence) => ({
      ...directTransport.requestHandler(silence),
      httpsAgent: new Agent({ keepAlive: true, maxSockets: 50, ca }),
    }),
  };
}
