import { randomUUID } from 'node:crypto';
import { escapeXml } from '../kernel/xml';

/** Everything an assertion holds; times in milliseconds since the epoch. */
export interface AssertionContent {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly recipient: string;
  readonly issuedAt: number;
  readonly notOnOrAfter: number;
  readonly sessionNotOnOrAfter: number | undefined;
  /** AWS's attributes by the last part of their name; one without values is left out. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** First part of the names of AWS's attributes (IAM User Guide, "Configure SAML assertions"). */
export const ATTRIBUTE_PREFIX = 'https://aws.amazon.com/SAML/Attributes/';

const iso = (time: number): string => new Date(time).toISOString();

function attribute([name, values]: readonly [string, readonly string[]]): string {
  if (values.length === 0) return '';
  const elements = values.map((value) => `<saml2:AttributeValue>${escapeXml(value)}</saml2:AttributeValue>`).join('');
  return `<saml2:Attribute Name="${ATTRIBUTE_PREFIX}${name}">${elements}</saml2:Attribute>`;
}

/** @returns an unsigned SAML 2.0 response with one assertion */
export function responseXml(content: AssertionContent): string {
  const issuedAt = iso(content.issuedAt);
  const notOnOrAfter = iso(content.notOnOrAfter);
  const sessionEnd = content.sessionNotOnOrAfter;
  const issuer = `<saml2:Issuer xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion">${escapeXml(content.issuer)}</saml2:Issuer>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<saml2p:Response xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${escapeXml(content.recipient)}" ID="_${randomUUID()}" IssueInstant="${issuedAt}" Version="2.0">
${issuer}
<saml2p:Status><saml2p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></saml2p:Status>
<saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" ID="_${randomUUID()}" IssueInstant="${issuedAt}" Version="2.0">
${issuer}
<saml2:Subject>
<saml2:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${escapeXml(content.subject)}</saml2:NameID>
<saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml2:SubjectConfirmationData NotOnOrAfter="${notOnOrAfter}" Recipient="${escapeXml(content.recipient)}"/></saml2:SubjectConfirmation>
</saml2:Subject>
<saml2:Conditions NotBefore="${issuedAt}" NotOnOrAfter="${notOnOrAfter}"><saml2:AudienceRestriction><saml2:Audience>${escapeXml(content.audience)}</saml2:Audience></saml2:AudienceRestriction></saml2:Conditions>
<saml2:AuthnStatement AuthnInstant="${issuedAt}"${sessionEnd === undefined ? '' : ` SessionNotOnOrAfter="${iso(sessionEnd)}"`}><saml2:AuthnContext><saml2:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml2:AuthnContextClassRef></saml2:AuthnContext></saml2:AuthnStatement>
<saml2:AttributeStatement>${Object.entries(content.attributes).map(attribute).join('')}</saml2:AttributeStatement>
</saml2:Assertion>
</saml2p:Response>
`;
}
