import { generate } from 'selfsigned';
import { createSecureContext, type SecureContext } from 'node:tls';

/** A certificate authority nobody trusts by default, as companies run them to look into TLS. */
export interface CertificateAuthority {
  /** Its own certificate, PEM. */
  readonly certificate: string;
  /** Key and certificate for a server of that name, signed by the authority; made once per name. */
  contextFor(host: string): Promise<SecureContext>;
}

/** Makes a certificate authority. */
export async function createAuthority(): Promise<CertificateAuthority> {
  const authority = await generate([{ name: 'commonName', value: 'Acme Inspection CA' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const contexts = new Map<string, Promise<SecureContext>>();
  const issue = async (host: string): Promise<SecureContext> => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
      keyType: 'ec',
      algorithm: 'sha256',
      ca: { key: authority.private, cert: authority.cert },
    });
    return createSecureContext({ key, cert: `${cert}\n${authority.cert}` });
  };
  return {
    certificate: authority.cert,
    contextFor(host) {
      let context = contexts.get(host);
      if (!context) contexts.set(host, (context = issue(host)));
      return context;
    },
  };
}
