import fc from 'fast-check';
import { decodeEntities, readXml, type XmlNode } from '../../../clients/intacct/xml-reader';
import { element, findUnprintable, writeXml } from '../../../clients/intacct/xml-writer';

function rootOf(body: string): XmlNode {
  const read = readXml(body);
  if ('fault' in read) throw new Error(read.fault);
  return read.root;
}

it('keeps values as text: leading zeros, long numbers, exponents and blanks survive', () => {
  const root = rootOf('<r><a>007</a><a>12345678901234567890.10</a><a>1e5</a><a>true</a><a>  x </a></r>');
  expect(root.children.map((child) => child.text)).toEqual(['007', '12345678901234567890.10', '1e5', 'true', '  x ']);
});

it('decodes entities once, numeric ones too, and leaves character data alone', () => {
  expect(rootOf('<r>it&#039;s &amp;lt; &#x2019;<![CDATA[<&amp;>]]></r>').text).toBe("it's &lt; ’<&amp;>");
  expect(decodeEntities('&unknown; &#99999999;')).toBe('&unknown; &#99999999;');
});

it('refuses a document type, so that no entity can be defined', () => {
  expect(readXml('<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>')).toEqual({ fault: expect.stringContaining('DTD') });
});

it.each([
  ['an end that is missing', '<r><a>x</a>'],
  ['a text cut off', '<r><a>x'],
  ['two roots', '<r/><r/>'],
  ['no element', 'plain text'],
  ['far more than 40 levels', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}`],
  ['a reserved name', '<r><__proto__>x</__proto__></r>'],
])('refuses %s', (_what, body) => {
  expect(readXml(body)).toEqual({ fault: expect.any(String) });
});

it('reads back any text and attribute that the writer can write', () => {
  const legal = fc.string({ unit: 'binary' }).filter((text) => findUnprintable(element('t', text)) === null);
  fc.assert(
    fc.property(legal, legal, (text, attribute) => {
      const root = rootOf(writeXml(element('r', [element('t', text)], [['k', attribute]])));
      expect(root.children[0]?.text).toBe(text);
      expect(root.attributes.k ?? '').toBe(attribute);
    }),
  );
});
