import fc from 'fast-check';

const garbage = fc.constantFrom(
  null,
  '',
  ' ',
  'NaN',
  '1e5',
  '-0',
  '0.001',
  '-1.00',
  '9'.repeat(60),
  'constructor',
  '__proto__',
  '\ud800',
  'a\u0000b',
  '2026-13-45',
  '{customer}$&',
);

/** Some fields, by position, and what is put into them. */
export const anyGarbage = fc.array(fc.tuple(fc.nat(), garbage), { minLength: 1, maxLength: 6 });

// What the contracts never leave out; all other texts may be null.
const always = new Set(
  'sourceSystem documentKey documentType movementType kind branchCode invoiceNumber number modifiedAt itemId chargeId costId adjustmentId matchId lineId status costGroup code name rate operator'.split(
    ' ',
  ),
);
const records = new Set(['account', 'debitAccount', 'creditAccount', 'exchangeRate', 'shipTo']);

/** A source document with garbage in some of its text fields. */
export function spoilSource<Source extends object>(
  source: Source,
  hits: readonly (readonly [number, string | null])[],
): Source {
  const spoilt = structuredClone(source);
  const fields: { owner: Record<string, unknown>; field: string }[] = [];
  const visit = (owner: Record<string, unknown>) => {
    for (const [field, content] of Object.entries(owner)) {
      if (content === null || typeof content === 'string') fields.push({ owner, field });
      else if (typeof content === 'object') visit(content as Record<string, unknown>);
    }
  };
  visit(spoilt as unknown as Record<string, unknown>);
  for (const [position, text] of hits) {
    const hit = fields[position % fields.length];
    if (hit === undefined || Array.isArray(hit.owner)) continue;
    if (text === null && always.has(hit.field)) continue;
    if (records.has(hit.field)) continue;
    hit.owner[hit.field] = text;
  }
  return spoilt;
}
