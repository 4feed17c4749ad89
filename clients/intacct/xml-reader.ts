import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One element of a response. Text is decoded once and never turned into a number. */
export interface XmlNode {
  name: string;
  attributes: Readonly<Record<string, string>>;
  /** The element's own text; white space between children is not text. */
  text: string;
  children: readonly XmlNode[];
}

// The deepest documented answer (a read with owned rows) has 8 levels.
const depthMax = 40;
// A page of 2,000 rows of the widest object is below 20 MB.
const charactersMax = 64_000_000;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // Entities are decoded below: the five of XML and numeric ones, nothing that a document could define.
  processEntities: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  maxNestedTags: depthMax,
});

/** The root element of a whole, well-formed document without a DTD; otherwise why it is not one. Facts 3, 6.4. */
export function readXml(body: string): { root: XmlNode } | { fault: string } {
  if (body.trim() === '') return { fault: 'the body is empty' };
  if (body.length > charactersMax) return { fault: `the body has more than ${charactersMax} characters` };
  if (/<!DOCTYPE/i.test(body)) return { fault: 'the body has a document type: HTML, or XML with a DTD' };
  const wellFormed = XMLValidator.validate(body);
  if (wellFormed !== true) return { fault: 'the body is not well-formed XML' };
  let parsed: unknown;
  try {
    parsed = parser.parse(body);
  } catch {
    // The parser throws only on what it refuses to hold (too deep, reserved names); its texts quote the body, so they stay out.
    return { fault: `the body is XML that is too deep (more than ${depthMax} levels) or has reserved names` };
  }
  const roots = toNodes(parsed);
  const root = roots[0];
  if (root === undefined || roots.length !== 1) return { fault: `the body has ${roots.length} root elements` };
  return { root };
}

/** The children with the name, in order. */
export function childrenNamed(node: XmlNode, name: string): XmlNode[] {
  return node.children.filter((child) => child.name === name);
}

/** The first child with the name, or null. */
export function childNamed(node: XmlNode, name: string): XmlNode | null {
  return node.children.find((child) => child.name === name) ?? null;
}

/** The trimmed text of the first child with the name; null when there is no such child. */
export function childText(node: XmlNode, name: string): string | null {
  return childNamed(node, name)?.text.trim() ?? null;
}

/** Decodes the five entities of XML and numeric references once; anything else stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, named) => {
    if (named !== undefined) return namedEntities[(named as string).toLowerCase()] ?? whole;
    const codePoint = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : whole;
  });
}

const namedEntities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

// The parser's ordered form: each entry has one key besides ':@', which holds the attributes.
function toNodes(entries: unknown): XmlNode[] {
  if (!Array.isArray(entries)) return [];
  const nodes: XmlNode[] = [];
  for (const entry of entries as Record<string, unknown>[]) {
    const name = Object.keys(entry).find((key) => key !== ':@');
    if (name === undefined || name.startsWith('#')) continue;
    const content = entry[name];
    const attributes: Record<string, string> = {};
    for (const [key, value] of Object.entries((entry[':@'] ?? {}) as Record<string, unknown>)) {
      attributes[key] = decodeEntities(String(value));
    }
    nodes.push({ name, attributes, text: ownText(content), children: toNodes(content) });
  }
  return nodes;
}

function ownText(content: unknown): string {
  if (!Array.isArray(content)) return '';
  let text = '';
  for (const entry of content as Record<string, unknown>[]) {
    if (typeof entry['#text'] === 'string') text += decodeEntities(entry['#text']);
    const cdata = entry['#cdata'];
    if (Array.isArray(cdata)) {
      for (const piece of cdata as Record<string, unknown>[]) text += String(piece['#text'] ?? '');
    }
  }
  return text;
}
