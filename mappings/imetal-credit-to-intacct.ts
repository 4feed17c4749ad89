import type { ArAdjustment } from '../domain/ar-adjustment';
import type { ArInvoice } from '../domain/ar-invoice';
import type { PostingException } from '../domain/exception';
import type { ImetalProfile } from '../domain/imetal-profile';
import type { SalesCreditPlan } from '../domain/posting-plan';
import type { SourceSalesCredit } from '../domain/source-sales-credit';
import { cutVisibly, printableText } from '../domain/text';
import { createFaultReport } from './fault-report';
import { fieldLengthMaxCharacters } from './field-lengths';
import { type CreditedInvoice, checkCredit } from './imetal-credit/check-credit';
import { creditAsInvoice, turnCredit } from './imetal-credit/turn-credit';
import { collapseSalesDocument, type SalesLinks } from './imetal-invoice/collapse-sales-document';
import { optionalKey } from './required-fields';

/** Goes into every plan and posting of a credit: rises when the same credit would become another plan. */
export const creditMappingVersion = 'imetal-credit-to-intacct/1';

/** The exact Intacct documents, or every reason why there are none. */
export type CreditCollapse =
  | { kind: 'plan'; plan: SalesCreditPlan }
  | { kind: 'exceptions'; exceptions: PostingException[] };

/**
 * Maps an iMetal credit note to a credit memo and, where goods came back, the journal that returns their cost to stock;
 * or gives all its faults at once. It is the invoice's own collapse of amounts turned to negative ones, so that a credit
 * of a whole invoice has minus its effect. `credited`: what the ledger knows of the invoice that is corrected, null when
 * it knows nothing. Pure and total. Sources: facts/imetal.md 1.4, facts/intacct.md 8.7, 8.9.
 */
export function mapImetalCreditToIntacct(
  credit: SourceSalesCredit,
  profile: ImetalProfile,
  links: SalesLinks,
  credited: CreditedInvoice | null,
  correction: { postingDate?: string } = {},
): CreditCollapse {
  const { report, exceptions } = createFaultReport(credit.documentKey, 'credit');
  checkCredit(credit, credited, profile, links.customerId ?? credit.customerCode?.trim() ?? null, report);
  const correctedInvoiceNumber = optionalKey(
    'credited invoice',
    credited?.invoiceNumber ?? credit.creditedInvoiceKey,
    fieldLengthMaxCharacters.invoiceNumber,
    report,
  );
  const kind = { noun: 'credit' as const, types: profile.credits.types, isDue: false };
  // As it was written first, for the words of its faults; only then with the signs of its effect.
  const asWritten = collapseSalesDocument(creditAsInvoice(credit), profile, kind, links, correction);
  const faults = [...exceptions(), ...(asWritten.kind === 'exceptions' ? asWritten.exceptions : [])];
  if (faults.length > 0) return { kind: 'exceptions', exceptions: faults };
  const turned = collapseSalesDocument(turnCredit(credit), profile, kind, links, correction);
  if (turned.kind === 'exceptions') return turned;
  const { invoice, ...plan } = turned.plan;
  return { kind: 'plan', plan: { ...plan, adjustment: toAdjustment(invoice, credit, correctedInvoiceNumber) } };
}

function toAdjustment(
  invoice: ArInvoice,
  credit: SourceSalesCredit,
  correctedInvoiceNumber: string | null,
): ArAdjustment {
  const { customerId, externalId, currency, baseCurrency, exchangeRate, taxSolutionId, lines, total } = invoice;
  return {
    customerId,
    adjustmentNumber: invoice.invoiceNumber,
    adjustmentDate: invoice.invoiceDate,
    postingDate: invoice.postingDate,
    correctedInvoiceNumber,
    description: describe(credit),
    externalId,
    currency,
    baseCurrency,
    exchangeRate,
    taxSolutionId,
    lines,
    total,
  };
}

/** `HOU-CRN-700012 · corrects HOU-DIV-104233 · RET Goods returned · RMA-17 · iMetal`: the key first, to be searched for. */
function describe(credit: SourceSalesCredit): string {
  const parts = [credit.documentKey, `corrects ${credit.creditedInvoiceKey ?? ''}`];
  const reason = [credit.reasonCode, credit.reasonDescription].filter((word) => (word?.trim() ?? '') !== '').join(' ');
  if (reason !== '') parts.push(reason);
  if ((credit.creditReference?.trim() ?? '') !== '') parts.push(credit.creditReference ?? '');
  parts.push('iMetal');
  return cutVisibly(parts.map(printableText).join(' · '), fieldLengthMaxCharacters.description);
}
