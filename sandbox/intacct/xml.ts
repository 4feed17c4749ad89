/** An element of a request or a response. An element has children or text, never a mixture that matters. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text directly inside the element, references resolved, not trimmed. */
  readonly text: string;
}

/** Bounds of what the gateway reads at all. */
export interface XmlBounds {
  readonly depthMax: number;
}

/** The document is not well-formed XML, or uses what the gateway refuses to read (a DTD, a named entity). */
export class XmlSyntaxError extends Error {
  override readonly name = 'XmlSyntaxError';
}

const NAME = /[A-Za-z_][\w.:-]*/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
// XML 1.0 forbids every control character but tab, line feed and carriage return, and the two non-characters.
// A lone half of a surrogate pair is no character either.
const FORBIDDEN = /[^\P{Cc}\t\n\r\x7f-\x9f]|\p{Cs}|[\ufffe\uffff]/u;

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/** Parses one well-formed document and returns its root; throws XmlSyntaxError, also for any DTD or named entity. */
export function parseXml(source: string, bounds: XmlBounds): XmlElement {
  const text = source.charCodeAt(0) === 0xfeff ? source.slice(1) : source;
  const forbidden = FORBIDDEN.exec(text);
  if (forbidden) fail(`Fatal Error 9: PCDATA invalid Char value ${forbidden[0].charCodeAt(0)}`);
  const open: OpenElement[] = [];
  let root: XmlElement | null = null;
  let position = 0;
  while (position < text.length) {
    const next = text.indexOf('<', position);
    const characters = text.slice(position, next === -1 ? text.length : next);
    const inside = open.at(-1);
    if (inside) inside.text += resolveReferences(characters);
    else if (characters.trim() !== '') fail('Fatal Error 5: Extra content at the end of the document');
    if (next === -1) break;
    const skipped = skipMarkup(text, next, inside);
    if (skipped !== null) {
      position = skipped;
    } else if (text[next + 1] === '/') {
      const closed = closeElement(text, next, open);
      position = closed.end;
      const parent = open.at(-1);
      if (parent) parent.children.push(closed.element);
      else root = closed.element;
    } else {
      if (root) fail('Fatal Error 5: Extra content at the end of the document');
      const opened = openElement(text, next);
      position = opened.end;
      const parent = open.at(-1);
      if (!opened.selfClosing) open.push(opened.element);
      else if (parent) parent.children.push(opened.element);
      else root = opened.element;
      if (open.length > bounds.depthMax) fail(`Excessive depth in document: ${bounds.depthMax}`);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed) fail(`Fatal Error 77: Premature end of data in tag ${unclosed.name}`);
  if (!root) return fail('Fatal Error 4: Document is empty');
  return root;
}

/** The end of a comment, CDATA section or declaration that starts at `at`, or null when an element tag starts there. */
function skipMarkup(text: string, at: number, inside: OpenElement | undefined): number | null {
  if (text.startsWith('<!--', at)) return endOf(text, '-->', at + 4, 'Comment not terminated');
  if (text.startsWith('<![CDATA[', at)) {
    const end = endOf(text, ']]>', at + 9, 'CDATA not terminated');
    if (!inside) return fail('Fatal Error 4: Start tag expected');
    inside.text += text.slice(at + 9, end - 3);
    return end;
  }
  if (text.startsWith('<?', at)) return endOf(text, '?>', at + 2, 'Processing instruction not terminated');
  if (text.startsWith('<!', at)) return fail('Document type declarations and entities are not allowed');
  return null;
}

function openElement(text: string, at: number): { element: OpenElement; end: number; selfClosing: boolean } {
  NAME.lastIndex = at + 1;
  const name = NAME.exec(text)?.[0];
  if (!name) return fail('Fatal Error 68: StartTag: invalid element name');
  const attributes: Record<string, string> = {};
  let end = at + 1 + name.length;
  for (;;) {
    ATTRIBUTE.lastIndex = end;
    const found = ATTRIBUTE.exec(text);
    if (!found) break;
    const attribute = found[1] as string;
    if (attribute in attributes) fail(`Fatal Error 42: Attribute ${attribute} redefined`);
    attributes[attribute] = resolveReferences(found[2] ?? found[3] ?? '');
    end = ATTRIBUTE.lastIndex;
  }
  const rest = /\s*(\/?)>/y;
  rest.lastIndex = end;
  const closing = rest.exec(text);
  if (!closing) return fail(`Fatal Error 73: Couldn't find end of Start Tag ${name}`);
  return {
    element: { name, attributes, children: [], text: '' },
    end: rest.lastIndex,
    selfClosing: closing[1] === '/',
  };
}

function closeElement(text: string, at: number, open: OpenElement[]): { element: XmlElement; end: number } {
  const end = endOf(text, '>', at + 2, 'End tag not terminated');
  const name = text.slice(at + 2, end - 1).trimEnd();
  const element = open.pop();
  if (!element || element.name !== name) {
    return fail(`Fatal Error 76: Opening and ending tag mismatch: ${element?.name ?? 'none'} and ${name}`);
  }
  return { element, end };
}

function resolveReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;&\s]*);?/g, (whole, name: string) => {
    const code = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name);
    if (!whole.endsWith(';')) return fail('Fatal Error 23: EntityRef: expecting ;');
    if (!code) return PREDEFINED[name] ?? fail(`Fatal Error 26: Entity '${name}' not defined`);
    const point = code[1] ? Number.parseInt(code[1], 16) : Number(code[2]);
    if (!(point <= 0x10ffff)) return fail(`Fatal Error 9: xmlParseCharRef: invalid value ${whole}`);
    const character = String.fromCodePoint(point);
    return FORBIDDEN.test(character) ? fail(`Fatal Error 9: xmlParseCharRef: invalid value ${point}`) : character;
  });
}

function endOf(text: string, mark: string, from: number, message: string): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? fail(message) : end + mark.length;
}

function fail(message: string): never {
  throw new XmlSyntaxError(message);
}

/** An element to write, from its text or its children; null children are left out. */
export function xmlElement(
  name: string,
  content: string | readonly (XmlElement | null)[] = '',
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  if (typeof content === 'string') return { name, attributes, children: [], text: content };
  return { name, attributes, children: content.filter((child) => child !== null), text: '' };
}

/** The first child of that name, or undefined. */
export function childOf(parent: XmlElement, name: string): XmlElement | undefined {
  return parent.children.find((child) => child.name === name);
}

/** Trimmed text of the first child of that name, or undefined when there is no such child: absent and empty differ. */
export function textOf(parent: XmlElement, name: string): string | undefined {
  return childOf(parent, name)?.text.trim();
}

/** The document as text with its declaration; indented when `indent` (the gateway's includewhitespace). */
export function writeXml(root: XmlElement, indent: boolean): string {
  const parts = ['<?xml version="1.0" encoding="UTF-8"?>', '\n'];
  writeElement(root, indent ? '\n' : '', parts);
  return parts.join('');
}

function writeElement(element: XmlElement, lineBreak: string, parts: string[]): void {
  parts.push('<', element.name);
  for (const [name, value] of Object.entries(element.attributes)) parts.push(' ', name, '="', escapeText(value), '"');
  if (element.children.length === 0 && element.text === '') {
    parts.push('/>');
    return;
  }
  parts.push('>', escapeText(element.text));
  const innerBreak = lineBreak === '' ? '' : `${lineBreak}  `;
  for (const child of element.children) {
    parts.push(innerBreak);
    writeElement(child, innerBreak, parts);
  }
  if (element.children.length > 0) parts.push(lineBreak);
  parts.push('</', element.name, '>');
}

// Intacct answers apostrophes as `&#039;` (facts/intacct.md section 1).
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#039;',
};

function escapeText(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (character) => ESCAPES[character] as string) : text;
}
