import { generateKeyPairSync } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { type AssertionContent, responseXml } from './assertionXml';

/** Entity ID of the identity provider of every local AWS. */
export const SAML_ENTITY_ID = 'https://idp.example.com/saml';

/** Where AWS takes SAML responses: the usual audience and recipient. */
export const AWS_SAML_ENDPOINT = 'https://signin.aws.amazon.com/saml';

/** What an assertion says. */
export interface AssertionRequest {
  /** `Role` attribute: pairs `roleArn,providerArn`, in either order. */
  readonly roles: readonly string[];
  /** `RoleSessionName` attribute, the subject when not given. */
  readonly sessionName?: string | undefined;
  /** `NameID`, `alice@example.com` when not given. */
  readonly subject?: string;
  /** {@link AWS_SAML_ENDPOINT} when not given. */
  readonly audience?: string;
  /** {@link AWS_SAML_ENDPOINT} when not given. */
  readonly recipient?: string;
  /** How long it may be redeemed, 300 when not given. */
  readonly validSeconds?: number;
  /** `SessionDuration` attribute, in seconds; only the console heeds it. */
  readonly sessionDuration?: number;
  /** `SessionNotOnOrAfter`, from now; it ends the role session early. */
  readonly sessionEndsInSeconds?: number;
}

interface PemKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** A SAML 2.0 identity provider whose assertions `AssumeRoleWithSAML` takes. */
export class SamlIssuer {
  /** As IAM's SAML providers name it. */
  readonly entityId: string;
  readonly #now: () => number;
  #keys: PemKeys | undefined;

  /** @param now milliseconds since the epoch */
  constructor(entityId: string, now: () => number) {
    this.entityId = entityId;
    this.#now = now;
  }

  /** Key that verifies its assertions, PEM. */
  get publicKey(): string {
    return this.#keyPair().publicKey;
  }

  /** @returns a SAML response with one signed assertion, base64 as a browser posts it */
  assertion(request: AssertionRequest): string {
    const now = this.#now();
    const subject = request.subject ?? 'alice@example.com';
    const content: AssertionContent = {
      issuer: this.entityId,
      subject,
      audience: request.audience ?? AWS_SAML_ENDPOINT,
      recipient: request.recipient ?? AWS_SAML_ENDPOINT,
      issuedAt: now,
      notOnOrAfter: now + (request.validSeconds ?? 300) * 1000,
      sessionNotOnOrAfter:
        request.sessionEndsInSeconds === undefined ? undefined : now + request.sessionEndsInSeconds * 1000,
      attributes: {
        Role: request.roles,
        RoleSessionName: [request.sessionName ?? subject],
        SessionDuration: request.sessionDuration === undefined ? [] : [String(request.sessionDuration)],
      },
    };
    return Buffer.from(this.#sign(responseXml(content))).toString('base64');
  }

  #sign(xml: string): string {
    const assertion = "//*[local-name(.)='Assertion']";
    const signer = new SignedXml({
      privateKey: this.#keyPair().privateKey,
      signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
    });
    signer.addReference({
      xpath: assertion,
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
      transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/2001/10/xml-exc-c14n#'],
    });
    signer.computeSignature(xml, {
      prefix: 'ds',
      location: { reference: `${assertion}/*[local-name(.)='Issuer']`, action: 'after' },
    });
    return signer.getSignedXml();
  }

  #keyPair(): PemKeys {
    // Made at the first use only: it takes a while, and most tests need none.
    return (this.#keys ??= generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }));
  }
}
