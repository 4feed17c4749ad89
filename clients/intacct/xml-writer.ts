/** One element of a request: its children in the order sent, or its text. */
export interface XmlElement {
  name: string;
  attributes: readonly (readonly [name: string, value: string])[];
  content: string | readonly XmlElement[];
}

/** Where a text holds a character that XML 1.0 cannot carry. */
export interface UnprintableText {
  elementName: string;
  /** For example `U+0007`. */
  character: string;
}

const xmlName = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
// The complement of XML 1.0's Char production; the u flag makes a lone surrogate a match of its own.
const illegalInXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** An element with text or children; throws RangeError on a name that XML does not allow. */
export function element(
  name: string,
  content: string | readonly XmlElement[],
  attributes: readonly (readonly [string, string])[] = [],
): XmlElement {
  if (!xmlName.test(name)) throw new RangeError(`"${name}" is not an XML element name`);
  return { name, attributes, content };
}

/** The element in a list of one, or an empty list when there is no text: for elements that may be absent. */
export function optionalElement(name: string, text: string | null | undefined): XmlElement[] {
  return text === null || text === undefined ? [] : [element(name, text)];
}

/** The first text or attribute that cannot be sent in XML 1.0 (control characters, lone surrogates), or null. */
export function findUnprintable(root: XmlElement): UnprintableText | null {
  for (const [, value] of root.attributes) {
    const found = illegalCharacter(value);
    if (found !== null) return { elementName: root.name, character: found };
  }
  if (typeof root.content === 'string') {
    const found = illegalCharacter(root.content);
    return found === null ? null : { elementName: root.name, character: found };
  }
  for (const child of root.content) {
    const found = findUnprintable(child);
    if (found !== null) return found;
  }
  return null;
}

/** The document as UTF-8 text with declaration and no whitespace of its own: equal input, equal bytes. */
export function writeXml(root: XmlElement): string {
  const parts = ['<?xml version="1.0" encoding="utf-8"?>\n'];
  writeElement(root, parts);
  return parts.join('');
}

function writeElement(node: XmlElement, parts: string[]): void {
  parts.push('<', node.name);
  for (const [name, value] of node.attributes) parts.push(' ', name, '="', escapeAttribute(value), '"');
  if (node.content.length === 0) {
    parts.push('/>');
    return;
  }
  parts.push('>');
  if (typeof node.content === 'string') parts.push(escapeText(node.content));
  else for (const child of node.content) writeElement(child, parts);
  parts.push('</', node.name, '>');
}

// A raw carriage return would be read back as a line feed.
function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\r/g, '&#13;');
}

// White space in an attribute would be read back as blanks.
function escapeAttribute(text: string): string {
  return escapeText(text).replace(/"/g, '&quot;').replace(/\t/g, '&#9;').replace(/\n/g, '&#10;');
}

function illegalCharacter(text: string): string | null {
  const found = illegalInXml.exec(text)?.[0];
  if (found === undefined) return null;
  return `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
