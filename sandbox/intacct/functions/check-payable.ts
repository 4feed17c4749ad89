import { compareAmounts, divideAmount, multiplyAmount, roundToCents, sumAmounts } from '../../../domain/money';
import type { BookRecord } from '../books';
import { checkAccountAndDimensions } from '../dimensions';
import { companyRecord, type FunctionCall } from '../function-call';
import { refuse, refuseAsInvalid, refuseFormat } from '../intacct-error';
import { amountAsKept, entityOfLocation, locationOfLine, refuseClosedPeriod, refuseTooLong } from '../posting';
import { dateByTerm } from '../term-dates';
import { refuseTakenNumber } from './invoice-header';
import type { PayableGiven, PayableLineGiven } from './payable-given';
import { discountDateOf } from './term-discount';

/** A tax of a line as it will be posted: input at one account, and for a reverse charge owed at another. */
export interface PayableTax {
  readonly detailId: string;
  readonly amount: string;
  readonly rate: string;
  readonly inputAccountNo: string;
  /** Account at which a reverse charge is owed; null when the vendor charges the tax. */
  readonly owedAccountNo: string | null;
}

/** One line as it will be kept: amounts in document currency, rounded to cents. */
export interface PayableLine {
  readonly given: PayableLineGiven;
  readonly locationId: string;
  readonly entityId: string;
  readonly amount: string;
  readonly taxes: readonly PayableTax[];
}

/** What a checked bill or adjustment comes to. */
export interface PayableChecked {
  readonly vendor: BookRecord;
  readonly entityId: string;
  readonly draft: boolean;
  readonly postingDate: string;
  readonly dueDate: string;
  readonly discountDate: string;
  readonly lines: readonly PayableLine[];
}

/** Checks a bill or adjustment as Intacct would; `ownRecordNo` is its own when it is an update. Throws FunctionRefused. */
export function checkPayable(call: FunctionCall, given: PayableGiven, ownRecordNo: string): PayableChecked {
  const vendor = usableVendor(call, given.vendorId);
  if (given.documentDate === '') refuseFormat(`Missing required field WHENCREATED for ${given.kind.label}.`);
  const draft = isDraft(given);
  checkTexts(call, given);
  checkNumber(call, given, ownRecordNo);
  const term = termOf(call, given);
  const dueDate = dueDateIn(given, term, draft);
  if (given.lines.length === 0) refuseFormat(`${given.kind.label} needs at least one line.`);
  const lines = given.lines.map((line) => checkLine(call, given, line));
  const entityIds = new Set(lines.map((line) => line.entityId));
  if (entityIds.size > 1)
    refuseAsInvalid(`The lines of an ${given.kind.label} must belong to one entity.`, 'SIM-ENTITY-MIXED');
  const entityId = (lines[0] as PayableLine).entityId;
  refuseRestrictedVendor(call, vendor, entityId);
  const postingDate = given.postingDate || given.documentDate;
  refuseClosedPeriod(call, postingDate, entityId);
  checkSigns(given, lines);
  const discountDate = discountDateOf(term, given.documentDate);
  return { vendor, entityId, draft, postingDate, dueDate, discountDate, lines };
}

function usableVendor(call: FunctionCall, vendorId: string): BookRecord {
  const vendor = call.books.get('VENDOR', vendorId);
  if (!vendor) return refuseAsInvalid(`Invalid Vendor '${vendorId}' specified.`, 'SIM-VENDOR');
  if (vendor.STATUS !== 'active') refuseAsInvalid(`Vendor '${vendorId}' is inactive.`, 'SIM-VENDOR-INACTIVE');
  if (vendor.ONHOLD === 'true' && companyRecord(call.books).REFUSEVENDORSONHOLD === 'true') {
    refuseAsInvalid(`Vendor '${vendorId}' is on hold.`, 'SIM-VENDOR-ON-HOLD');
  }
  return vendor;
}

// As for customers: restricted to entities, or to the top level; the text is unconfirmed.
function refuseRestrictedVendor(call: FunctionCall, vendor: BookRecord, entityId: string): void {
  if (!call.settings.refuseRestrictedVendors) return;
  const restriction = vendor.OBJECTRESTRICTION ?? 'Unrestricted';
  const locations = (vendor.RESTRICTEDLOCATIONS ?? '').split('#~#').map((locationId) => locationId.trim());
  const allowed =
    restriction === 'Restricted'
      ? locations.some((locationId) => entityOfLocation(call.books, locationId) === entityId)
      : restriction !== 'RootOnly' || call.entityId === '';
  if (!allowed) {
    refuseAsInvalid(
      `Vendor '${vendor.VENDORID}' is restricted and cannot be used in entity '${entityId}'.`,
      'SIM-VENDOR-RESTRICTED',
    );
  }
}

function isDraft(given: PayableGiven): boolean {
  const action = given.action || 'Submit';
  if (action !== 'Submit' && action !== 'Draft') {
    refuse('BL03002129', `Invalid Action '${action}'`, { errorId: 'SIM-ACTION' });
  }
  return action === 'Draft';
}

function checkTexts(call: FunctionCall, given: PayableGiven): void {
  const { lengths } = call.settings;
  const { label } = given.kind;
  refuseTooLong(given.documentNumber, lengths.invoiceNumber, `${label} : Number`);
  refuseTooLong(given.referenceNumber, lengths.documentNumber, `${label} : Reference Number`);
  refuseTooLong(given.description, lengths.description, `${label} : Description`);
  for (const contactName of [given.payTo, given.returnTo]) {
    if (contactName !== '' && call.books.get('CONTACT', contactName)?.STATUS !== 'active') {
      refuseAsInvalid(`Invalid contact '${contactName}' specified.`, 'SIM-CONTACT');
    }
  }
}

// A vendor's number is the vendor's own: another vendor may have the same.
function checkNumber(call: FunctionCall, given: PayableGiven, ownRecordNo: string): void {
  const { books, settings } = call;
  const number = given.documentNumber;
  if (number === '') {
    if (settings.billNumberRequired) refuseFormat(`Missing required field RECORDID for ${given.kind.label}.`);
    return;
  }
  const taken = books
    .find(given.kind.table, 'RECORDID', number)
    .some((other) => other.VENDORID === given.vendorId && other.RECORDNO !== ownRecordNo);
  if (taken && companyRecord(books).REFUSEDUPLICATEBILLS === 'true') refuseTakenNumber(number);
}

function termOf(call: FunctionCall, given: PayableGiven): BookRecord | undefined {
  if (given.termName === '') return undefined;
  const term = call.books.get('APTERM', given.termName);
  if (term?.STATUS !== 'active') refuseAsInvalid(`Invalid term '${given.termName}' specified.`, 'SIM-TERM');
  return term;
}

function dueDateIn(given: PayableGiven, term: BookRecord | undefined, draft: boolean): string {
  if (given.dueDate !== '' || given.kind.table === 'APADJUSTMENT') return given.dueDate;
  if (term && given.dueFromTerm) return dateByTerm(given.documentDate, Number(term.DUEDATE ?? '0'), term.DUEFROM ?? '');
  return draft ? '' : refuseFormat('Missing required field WHENDUE for APBill.');
}

function checkLine(call: FunctionCall, given: PayableGiven, line: PayableLineGiven): PayableLine {
  const { label } = given.kind;
  if (line.accountLabel !== '') {
    refuseAsInvalid(`Invalid account label '${line.accountLabel}' specified.`, 'SIM-ACCOUNT-LABEL');
  }
  if (line.accountNo === '') refuseFormat(`Missing required field ACCOUNTNO for ${label}Item.`);
  const { locationId, entityId } = locationOfLine(call, line.locationId);
  checkAccountAndDimensions(call, line.accountNo, {
    LOCATION: locationId,
    DEPARTMENT: line.departmentId,
    CUSTOMER: line.customerId,
    ITEM: line.itemId,
    CLASS: line.classId,
    PROJECT: line.projectId,
    OTHERS: line.others,
  });
  refuseTooLong(line.memo, call.settings.lengths.memo, `${label}Item : Memo`);
  const amount = amountAsKept(line.amount, `${label}Item : Transaction amount`);
  const taxes = checkTaxes(call, given, line, entityId, amount);
  const total = sumAmounts([amount, ...taxes.filter((tax) => !tax.owedAccountNo).map((tax) => tax.amount)]);
  if (line.totalAmount !== '' && compareAmounts(amountAsKept(line.totalAmount, `${label}Item : Total`), total) !== 0) {
    refuseAsInvalid(`TOTALTRXAMOUNT ${line.totalAmount} is not the line with its taxes, ${total}.`, 'SIM-LINE-TOTAL');
  }
  return { given: line, locationId, entityId, amount, taxes };
}

function checkTaxes(
  call: FunctionCall,
  given: PayableGiven,
  line: PayableLineGiven,
  entityId: string,
  amount: string,
): PayableTax[] {
  if (line.taxes.length === 0) return [];
  const entities = call.books.rows('LOCATIONENTITY').filter((entity) => entity['@TAXSOLUTION'] === 'VAT');
  if (!entities.some((entity) => entity.LOCATIONID === entityId)) {
    refuseAsInvalid(`Tax entries are not allowed: entity '${entityId}' has no tax solution.`, 'SIM-TAX-SOLUTION');
  }
  const unnamed = call.entityId === '' && given.taxSolutionId === '';
  if (unnamed && entities.length > 1 && call.settings.taxSolutionRequiredAtTopLevel) {
    refuseFormat('Tax solution is required for a transaction at top level.');
  }
  return line.taxes.map((tax) => {
    const detail = call.books.get('TAXDETAIL', tax.detailId);
    const owner = detail?.MEGAENTITYID || entityId;
    if (detail?.STATUS !== 'active' || owner !== entityId || detail.TAXTYPE !== 'Purchase') {
      return refuseAsInvalid(`Invalid tax detail '${tax.detailId}' specified.`, 'SIM-TAX-DETAIL');
    }
    const rate = detail.VALUE || '0';
    const computed = roundToCents(divideAmount(multiplyAmount(amount, rate), '100'));
    const account = detail.GLACCOUNT as string;
    const reversed = detail.REVERSECHARGE === 'true';
    return {
      detailId: tax.detailId,
      amount: tax.amount === '' ? computed : amountAsKept(tax.amount, 'TaxEntry : Transaction Tax'),
      rate,
      inputAccountNo: reversed ? (detail['@INPUTACCOUNT'] ?? account) : account,
      owedAccountNo: reversed ? account : null,
    };
  });
}

function checkSigns(given: PayableGiven, lines: readonly PayableLine[]): void {
  if (given.kind.table === 'APADJUSTMENT') {
    const signs = new Set(lines.map((line) => compareAmounts(line.amount, '0')).filter((sign) => sign !== 0));
    if (signs.size > 1) {
      refuseAsInvalid('All lines of an AP adjustment must have the same sign.', 'SIM-SIGNS-MIXED');
    }
    return;
  }
  const total = sumAmounts(lines.flatMap((line) => [line.amount, ...line.taxes.map((tax) => tax.amount)]));
  if (compareAmounts(total, '0') < 0) refuseAsInvalid('The total of a bill cannot be negative.', 'SIM-TOTAL-NEGATIVE');
}
