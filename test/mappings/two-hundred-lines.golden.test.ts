import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceInvoice } from '../../domain/source-invoice';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { readablePlan } from './readable-trace';
import { buildProfile } from './source-invoice-builder';
import { britishInvoice, canadianInvoice, unitedStatesInvoice } from './two-hundred-line-invoices';

/**
 * The golden files are written anew by `UPDATE_GOLDEN=1 npx jest test/mappings/two-hundred-lines`; read the difference
 * line by line before committing it, and raise `mappingVersion` with it.
 */
const updates = process.env.UPDATE_GOLDEN === '1';

const goldens: [string, () => SourceInvoice][] = [
  ['united-states-200-lines', unitedStatesInvoice],
  ['canada-200-lines', canadianInvoice],
  ['united-kingdom-200-lines', britishInvoice],
];

describe('an invoice of 200 lines', () => {
  it.each(goldens)('collapses to %s.json', (name, build) => {
    const invoice = build();
    expect(invoice.items.flatMap((item) => item.charges)).toHaveLength(200);
    const collapsed = mapImetalInvoiceToIntacct(invoice, buildProfile(), { customerId: 'C-00042' });
    const written = `${JSON.stringify(collapsed.kind === 'plan' ? readablePlan(collapsed.plan) : collapsed, null, 2)}\n`;
    const path = join(__dirname, 'golden', `${name}.json`);
    if (updates) writeFileSync(path, written);
    expect(written).toBe(readFileSync(path, 'utf8'));
  });
});
