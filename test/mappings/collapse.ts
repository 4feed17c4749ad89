import type { PostingException } from '../../domain/exception';
import type { ImetalProfile } from '../../domain/imetal-profile';
import type { PostingPlan } from '../../domain/posting-plan';
import type { SourceInvoice } from '../../domain/source-invoice';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { buildProfile } from './source-invoice-builder';

/** The plan of an invoice that can be posted; throws what is wrong with one that cannot. */
export function collapse(
  invoice: SourceInvoice,
  profile: ImetalProfile = buildProfile(),
  customerId: string | null = null,
  correction: { postingDate?: string } = {},
): PostingPlan {
  const collapsed = mapImetalInvoiceToIntacct(invoice, profile, { customerId }, correction);
  if (collapsed.kind === 'exceptions') throw new Error(collapsed.exceptions.map(({ message }) => message).join('\n'));
  return collapsed.plan;
}

/** Invoice lines as `1 revenue 4010/10 100.00 Material, 1 line`, with tax entries behind. */
export function linesOf(plan: PostingPlan): string[] {
  return plan.invoice.lines.map((line) => {
    const coding = [line.accountNumber, line.dimensions.departmentId].filter((part) => part !== undefined).join('/');
    const taxes = line.taxEntries.map(({ taxDetailId, amount }) => ` + ${taxDetailId} ${amount}`).join('');
    return `${line.lineNumber} ${line.purpose} ${coding} ${line.amount} ${line.memo}${taxes}`;
  });
}

/** Journal lines as `debit 5010 8.00 Cost of freight, 1 line`. */
export function journalOf(plan: PostingPlan): string[] {
  return (plan.costOfSales?.lines ?? []).map(
    ({ side, accountNumber, amount, memo }) => `${side} ${accountNumber} ${amount} ${memo}`,
  );
}

/** Why an invoice cannot be posted; none when it can. */
export function refuse(invoice: SourceInvoice, profile: ImetalProfile = buildProfile()): PostingException[] {
  const collapsed = mapImetalInvoiceToIntacct(invoice, profile, { customerId: null });
  return collapsed.kind === 'exceptions' ? collapsed.exceptions : [];
}

/** Code, cause and message: what an operator meets. */
export function told(
  invoice: SourceInvoice,
  profile: ImetalProfile = buildProfile(),
): [string, string | null, string][] {
  return refuse(invoice, profile).map(({ code, causeKey, message }) => [code, causeKey, message]);
}
