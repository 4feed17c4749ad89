/**
 * Characters that cannot be sent or that hide what a text says: C0 and C1 controls, line and paragraph separators,
 * XML's two non-characters, zero-width marks, and the bidirectional controls that let `12` print as `21`.
 */
const controls = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029';
const invisible = '\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff\\ufffe\\uffff';
const loneSurrogate = '\\p{Surrogate}';

const unprintable = new RegExp(`[${controls}${invisible}${loneSurrogate}]`, 'u');
const controlRuns = new RegExp(`[${controls}]+`, 'gu');
const invisibles = new RegExp(`[${invisible}]`, 'gu');
const loneSurrogates = new RegExp(loneSurrogate, 'gu');

/** What a text has that no key may have, for example `U+0007`; null when it is printable throughout. */
export function findUnprintable(text: string): string | null {
  const found = unprintable.exec(text)?.[0];
  if (found === undefined) return null;
  return `U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * A free text made printable: composed (NFC), each run of controls a space, invisible marks gone, half characters
 * U+FFFD; trimmed. For texts that carry no key.
 */
export function printableText(text: string): string {
  return text
    .replace(controlRuns, ' ')
    .replace(invisibles, '')
    .replace(loneSurrogates, '\ufffd')
    .normalize('NFC')
    .trim();
}

/** Length in characters (Unicode code points), as field lengths count. */
export function lengthInCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** The text, or its beginning and a visible `…` when it is longer than so many characters. */
export function cutVisibly(text: string, lengthMax: number): string {
  // A character is at least one unit: a text of so few units needs no counting.
  if (text.length <= lengthMax) return text;
  const characters = Array.from(text);
  if (characters.length <= lengthMax) return text;
  return `${characters
    .slice(0, lengthMax - 1)
    .join('')
    .trimEnd()}…`;
}
