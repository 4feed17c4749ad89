/**
 * Codes for an id in the order in which they are tried: the id as it is when it fits, then without what is neither letter nor digit,
 * then its beginning with its last digits, then its beginning with a number. The same id always gives the same list.
 */
export function* shortCodes(id: string, lengthMax: number): Generator<string> {
  if (id.length <= lengthMax && /^[\x21-\x7e]+$/.test(id)) yield id;
  const plain =
    id
      .normalize('NFKD')
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '') || 'X';
  if (plain.length <= lengthMax && plain !== id) yield plain;
  // What numbers a series keeps telling its members apart: CUSTOMER-000123 is CUST000123, not CUSTOMER01.
  const tail = /\d+$/.exec(plain)?.[0] ?? '';
  if (plain.length > lengthMax && tail !== '' && tail.length <= lengthMax - 2) {
    yield `${plain.slice(0, lengthMax - tail.length)}${tail}`;
  }
  for (let number = 1; number < 10 ** Math.min(lengthMax - 1, 6); number += 1) {
    const digits = String(number).padStart(2, '0');
    yield `${plain.slice(0, lengthMax - digits.length)}${digits}`;
  }
}
