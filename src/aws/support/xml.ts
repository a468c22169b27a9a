/** An element of XML, without its attributes. */
export interface XmlElement {
  readonly name: string;
  /** Of an element that holds no others. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

/** The elements of that name in another one. */
export function childrenOf({ children }: XmlElement, name: string): XmlElement[] {
  return children.filter((child) => child.name === name);
}

/** The first element of that name in another one. @throws Unreadable where there is none */
export function firstOf({ children }: XmlElement, name: string): XmlElement {
  const found = children.find((child) => child.name === name);
  if (!found) throw new Unreadable(name);
  return found;
}

/** Thrown by who makes something of an answer, for what is no such answer. */
export class Unreadable extends Error {}

/** The texts in an element by their names: undefined for none; throws {@link Unreadable} where one of two is asked for. */
export type Texts = (name: string) => string | undefined;

/** The texts in an element. */
export function textsOf({ children }: XmlElement): Texts {
  const texts = new Map<string, string | typeof TWO>();
  for (const { name, text } of children) texts.set(name, texts.has(name) ? TWO : text);
  return (name) => {
    const text = texts.get(name);
    if (text === TWO) throw new Unreadable(name);
    return text;
  };
}

const TWO = Symbol('more than one text');
