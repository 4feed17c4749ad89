import type { SourceInvoice } from '../../domain/source-invoice';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { expectGolden } from './golden-file';
import { readablePlan } from './readable-trace';
import { buildProfile } from './source-invoice-builder';
import { britishInvoice, canadianInvoice, unitedStatesInvoice } from './two-hundred-line-invoices';

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
    expectGolden(__dirname, name, collapsed.kind === 'plan' ? readablePlan(collapsed.plan) : collapsed);
  });
});
