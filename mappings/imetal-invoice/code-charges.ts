import type { ArInvoiceLine } from '../../domain/ar-invoice';
import type { ImetalProfile } from '../../domain/imetal-profile';
import { type Amount, isZeroAmount } from '../../domain/money';
import type { TraceEntry } from '../../domain/posting-plan';
import type { CostGroup, SourceCharge, SourceInvoice, SourceInvoiceItem } from '../../domain/source-invoice';
import type { ReportFault } from '../fault-report';
import { findCostGroup, findDepartment, findLedgerAccount } from './ledger-coding';
import { labelOfCharge } from './line-labels';
import { postableAmount } from './source-amount';

/** A charge with its ledger coding. */
export interface CodedCharge {
  chargeId: string;
  itemId: string;
  label: string;
  costGroup: CostGroup;
  purpose: ArInvoiceLine['purpose'];
  productGroupCode: string | null;
  accountNumber: string;
  departmentId: string | null;
  amount: Amount;
}

const purposeOfCostGroup: Record<CostGroup, ArInvoiceLine['purpose']> = {
  material: 'revenue',
  processing: 'revenue',
  freight: 'freight',
  surcharge: 'surcharge',
  miscellaneous: 'miscellaneous',
};

/**
 * Charges with account, department and purpose, and the trace of those dropped because their value is zero. Faults
 * (account, cost group) are reported; a charge that has one is left out. A dropped charge needs no coding.
 */
export function codeCharges(
  invoice: SourceInvoice,
  profile: ImetalProfile,
  report: ReportFault,
): { coded: CodedCharge[]; dropped: TraceEntry[] } {
  const kept = findKeptCharges(invoice);
  const coded: CodedCharge[] = [];
  const dropped: TraceEntry[] = [];
  for (const item of invoice.items) {
    for (const charge of item.charges) {
      if (kept.has(charge)) {
        const codedCharge = codeCharge(item, charge, profile, report);
        if (codedCharge !== null) coded.push(codedCharge);
      } else {
        dropped.push({
          sourceLineId: `charge:${charge.chargeId}`,
          label: labelOfCharge(item, charge),
          amount: '0.00',
          target: { kind: 'dropped', reason: 'zero value' },
        });
      }
    }
  }
  return { coded, dropped };
}

/**
 * All charges but those of zero value. Zero is kept where something needs it: the first charge of an item that has tax
 * but no value, and all charges of an invoice that bills nothing, since Intacct takes no invoice without lines.
 */
function findKeptCharges(invoice: SourceInvoice): Set<SourceCharge> {
  const kept = new Set<SourceCharge>();
  for (const item of invoice.items) {
    const billed = item.charges.filter(({ value }) => !isZero(value));
    for (const charge of billed) kept.add(charge);
    const [first] = item.charges;
    if (first !== undefined && billed.length === 0 && item.taxes.some((tax) => owesTax(tax.exempt, tax.amount))) {
      kept.add(first);
    }
  }
  if (kept.size > 0) return kept;
  return new Set(invoice.items.flatMap((item) => item.charges));
}

function isZero(value: Amount | null): boolean {
  const amount = postableAmount(value);
  return amount !== null && isZeroAmount(amount);
}

function owesTax(exempt: boolean, amount: Amount | null): boolean {
  return amount === null ? !exempt : !isZero(amount);
}

function codeCharge(
  item: SourceInvoiceItem,
  charge: SourceCharge,
  profile: ImetalProfile,
  report: ReportFault,
): CodedCharge | null {
  const line = `item ${item.itemNumber}, charge ${charge.chargeId}`;
  const costGroup = findCostGroup(charge.costGroup, line, report);
  const role = {
    line,
    name: 'account',
    groupNoun: 'sales group' as const,
    groupCode: charge.salesGroupCode,
    costGroup: charge.costGroup,
  };
  const accountNumber = findLedgerAccount(charge.account, role, profile, report);
  const amount = postableAmount(charge.value);
  if (costGroup === null || accountNumber === null || amount === null) return null;
  return {
    chargeId: charge.chargeId,
    itemId: item.itemId,
    label: labelOfCharge(item, charge),
    costGroup,
    purpose: purposeOfCostGroup[costGroup],
    productGroupCode: item.productGroupCode,
    accountNumber,
    departmentId: findDepartment(charge.salesGroupCode, profile),
    amount,
  };
}
