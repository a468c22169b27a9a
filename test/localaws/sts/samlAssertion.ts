import { XMLParser } from 'fast-xml-parser';
import * as v from 'valibot';
import { SignedXml } from 'xml-crypto';
import { AwsError } from '../kernel/types';
import { ATTRIBUTE_PREFIX } from '../samlIssuer/assertionXml';
import type { SamlIssuer } from '../samlIssuer/samlIssuer';

/** What a verified assertion says; times in milliseconds since the epoch. */
export interface SamlAssertion {
  readonly issuer: string;
  readonly subject: string;
  /** Last part of the `Format` of the subject's name, such as `persistent`. */
  readonly subjectType: string;
  readonly audience: string;
  readonly recipient: string;
  readonly issuedAt: number;
  readonly notOnOrAfter: number;
  readonly sessionNotOnOrAfter: number | undefined;
  /** AWS's attributes by the last part of their name. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** @returns AWS's answer to an assertion that it cannot take */
export function invalidAssertion(message: string): AwsError {
  return new AwsError(400, 'InvalidIdentityToken', message);
}

const parser = new XMLParser({
  ignoreAttributes: false,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => name === 'Attribute' || name === 'AttributeValue',
});

const time = v.pipe(v.string(), v.transform(Date.parse), v.number());

const assertionSchema = v.object({
  '@_IssueInstant': time,
  Issuer: v.string(),
  Subject: v.object({
    NameID: v.object({ '#text': v.string(), '@_Format': v.string() }),
    SubjectConfirmation: v.object({
      SubjectConfirmationData: v.object({ '@_NotOnOrAfter': time, '@_Recipient': v.string() }),
    }),
  }),
  Conditions: v.object({ AudienceRestriction: v.object({ Audience: v.string() }) }),
  AuthnStatement: v.object({ '@_SessionNotOnOrAfter': v.optional(time) }),
  AttributeStatement: v.object({
    Attribute: v.array(v.object({ '@_Name': v.string(), AttributeValue: v.array(v.string()) })),
  }),
});

/** @returns the assertion's XML, exactly as it was signed; nothing else of the response can be trusted */
function signedXml(response: string, publicKey: string): string {
  const signature = /<(\w+:)?Signature[\s>].*?<\/\1Signature>/s.exec(response)?.[0];
  if (signature === undefined) throw invalidAssertion('Response signature invalid');
  // Only the provider's key counts, whatever key the response brings along.
  const verifier = new SignedXml({ publicCert: publicKey, getCertFromKeyInfo: () => null });
  try {
    verifier.loadSignature(signature);
    const [reference] = verifier.checkSignature(response) ? verifier.getSignedReferences() : [];
    if (reference !== undefined) return reference;
  } catch {
    // Another key, or content that was changed.
  }
  throw invalidAssertion('Response signature invalid');
}

/**
 * @param encoded base64 of a SAML response
 * @param issuer whose signature it must bear
 * @throws AwsError InvalidIdentityToken
 */
export function verifySamlAssertion(encoded: string, issuer: SamlIssuer): SamlAssertion {
  const response = Buffer.from(encoded, 'base64').toString();
  if (!/<(\w+:)?Response[\s>]/.test(response)) throw invalidAssertion('Invalid base64 SAMLResponse');
  const document = parser.parse(signedXml(response, issuer.publicKey)) as { Assertion?: unknown };
  const parsed = v.safeParse(assertionSchema, document.Assertion);
  if (!parsed.success) throw invalidAssertion('Your request included an invalid SAML response');
  const { Subject, Conditions, AuthnStatement, AttributeStatement, ...assertion } = parsed.output;
  const { SubjectConfirmationData } = Subject.SubjectConfirmation;
  return {
    issuer: assertion.Issuer,
    subject: Subject.NameID['#text'],
    subjectType: Subject.NameID['@_Format'].split(':').at(-1) ?? '',
    audience: Conditions.AudienceRestriction.Audience,
    recipient: SubjectConfirmationData['@_Recipient'],
    issuedAt: assertion['@_IssueInstant'],
    notOnOrAfter: SubjectConfirmationData['@_NotOnOrAfter'],
    sessionNotOnOrAfter: AuthnStatement['@_SessionNotOnOrAfter'],
    attributes: Object.fromEntries(
      AttributeStatement.Attribute.map((each) => [each['@_Name'].replace(ATTRIBUTE_PREFIX, ''), each.AttributeValue]),
    ),
  };
}
