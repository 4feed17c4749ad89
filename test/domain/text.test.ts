import fc from 'fast-check';
import { cutVisibly, findUnprintable, lengthInCharacters, printableText } from '../../domain/text';

describe('texts that carry a key', () => {
  it.each([
    ['PO\u0007 77', 'U+0007'],
    ['PO\n77', 'U+000A'],
    ['PO\u202e77', 'U+202E'],
    ['PO\ud83d77', 'U+D83D'],
    ['PO\u200b77', 'U+200B'],
    ['PO\uffff77', 'U+FFFF'],
    ['PO\u009f77', 'U+009F'],
  ])('names the first unprintable character of %j', (text, found) => {
    expect(findUnprintable(text)).toBe(found);
  });

  it('finds nothing wrong with letters, accents, other scripts and whole emoji', () => {
    expect(findUnprintable('Müller & Söhne · 鋼材 · 🔩')).toBeNull();
  });
});

describe('free texts', () => {
  it('turns controls into a space, removes invisible marks, mends half characters and composes accents', () => {
    expect(printableText('first\r\nsecond')).toBe('first second');
    expect(printableText('\u202e12\u202c\u200b')).toBe('12');
    expect(printableText('bad \ud83d half')).toBe('bad \ufffd half');
    expect(printableText('Mu\u0308ller')).toBe('M\u00fcller');
  });

  it('makes any text printable', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0xd800, max: 0xdfff }), (text, half) => {
        expect(findUnprintable(printableText(text + String.fromCharCode(half) + text))).toBeNull();
      }),
    );
  });

  it('cuts a long text visibly and never through a character', () => {
    expect(cutVisibly('12345', 5)).toBe('12345');
    expect(cutVisibly('123456', 5)).toBe('1234…');
    expect(cutVisibly('🔩🔩🔩', 3)).toBe('🔩🔩🔩');
    expect(cutVisibly('🔩🔩🔩🔩', 3)).toBe('🔩🔩…');
    expect(lengthInCharacters('🔩a')).toBe(2);
  });
});
