/** Content of an XML element: text, child elements by name, or several elements of the same name. */
export type XmlContent = string | number | boolean | undefined | XmlElements | readonly XmlContent[];

/** Child elements by name; an undefined one is left out. */
export interface XmlElements {
  readonly [name: string]: XmlContent;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
};

/** @returns the text with XML's special characters escaped */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => ESCAPES[character] ?? character);
}

function element(name: string, content: XmlContent, attributes = ''): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return (content as readonly XmlContent[]).map((item) => element(name, item)).join('');
  const inner = typeof content === 'object' ? elements(content as XmlElements) : escapeXml(String(content));
  return `<${name}${attributes}>${inner}</${name}>`;
}

function elements(content: XmlElements): string {
  return Object.entries(content)
    .map(([name, child]) => element(name, child))
    .join('');
}

/** @returns an XML document with one root element, in a namespace if given */
export function xmlDocument(root: string, content: XmlElements, namespace?: string): string {
  const attributes = namespace === undefined ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, content, attributes)}`;
}
