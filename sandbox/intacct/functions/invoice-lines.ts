import { divideAmount, multiplyAmount, roundToCents } from '../../../domain/money';
import type { BookRecord } from '../books';
import { checkAccountAndDimensions } from '../dimensions';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat } from '../intacct-error';
import { amountAsKept, locationOfLine, refuseTooLong } from '../posting';
import { childOf, textOf, type XmlElement } from '../xml';
import { readCustomFields } from './custom-fields';

/** One line as it will be kept: amounts in document currency, rounded to cents. */
export interface InvoiceLine {
  readonly accountNo: string;
  readonly locationId: string;
  readonly entityId: string;
  readonly departmentId: string;
  readonly customerId: string;
  readonly amount: string;
  readonly memo: string;
  readonly customFields: BookRecord;
  readonly taxes: readonly {
    readonly detailId: string;
    readonly amount: string;
    readonly accountNo: string;
    readonly rate: string;
  }[];
}

const OTHER_DIMENSIONS = [
  ['Task', 'taskid'],
  ['Cost type', 'costtypeid'],
  ['Vendor', 'vendorid'],
  ['Employee', 'employeeid'],
  ['Contract', 'contractid'],
  ['Warehouse', 'warehouseid'],
  // Not dimensions, but masters of which a company file has none either.
  ['Allocation', 'allocationid'],
  ['Revenue recognition template', 'revrectemplate'],
  ['Offset GL account', 'offsetglaccountno'],
] as const;

/** Reads and checks the lines of an invoice or adjustment with their tax entries; throws FunctionRefused. */
export function readLines(
  call: FunctionCall,
  items: XmlElement,
  customerIdOfDocument: string,
  itemObject: 'ARINVOICEITEM' | 'ARADJUSTMENTITEM',
): InvoiceLine[] {
  const label = itemObject === 'ARINVOICEITEM' ? 'ARInvoiceItem' : 'ARAdjustmentItem';
  return items.children.map((item) => {
    const accountNo = textOf(item, 'glaccountno');
    if (accountNo === undefined) {
      return refuseAsInvalid(
        `Invalid account label '${textOf(item, 'accountlabel') ?? ''}' specified.`,
        'SIM-ACCOUNT-LABEL',
      );
    }
    const { locationId, entityId } = locationOfLine(call, textOf(item, 'locationid') ?? '');
    const departmentId = textOf(item, 'departmentid') ?? '';
    const customerId = textOf(item, 'customerid') || customerIdOfDocument;
    checkAccountAndDimensions(call, accountNo, {
      LOCATION: locationId,
      DEPARTMENT: departmentId,
      CUSTOMER: customerId,
      ITEM: textOf(item, 'itemid') ?? '',
      CLASS: textOf(item, 'classid') ?? '',
      PROJECT: textOf(item, 'projectid') ?? '',
      OTHERS: OTHER_DIMENSIONS.map(([word, name]) => [word, textOf(item, name) ?? '']),
    });
    const memo = textOf(item, 'memo') ?? '';
    refuseTooLong(memo, call.settings.lengths.memo, `${label} : Memo`);
    const customFields = readCustomFields(call, itemObject, item);
    const amount = amountAsKept(textOf(item, 'amount') ?? '', `${label} : Amount`);
    return {
      accountNo,
      locationId,
      entityId,
      departmentId,
      customerId,
      amount,
      memo,
      customFields,
      taxes: readTaxes(call, item, entityId, amount),
    };
  });
}

function readTaxes(call: FunctionCall, item: XmlElement, entityId: string, amount: string): InvoiceLine['taxes'] {
  const entries = childOf(item, 'taxentries')?.children ?? [];
  if (entries.length === 0) return [];
  const entities = call.books.rows('LOCATIONENTITY').filter((entity) => entity['@TAXSOLUTION'] === 'VAT');
  if (!entities.some((entity) => entity.LOCATIONID === entityId)) {
    refuseAsInvalid(`Tax entries are not allowed: entity '${entityId}' has no tax solution.`, 'SIM-TAX-SOLUTION');
  }
  const atTopLevel = call.entityId === '' && !textOf(call.element, 'taxsolutionid');
  if (atTopLevel && entities.length > 1 && call.settings.taxSolutionRequiredAtTopLevel) {
    refuseFormat('Tax solution is required for a transaction at top level.');
  }
  return entries.map((entry) => {
    const detailId = textOf(entry, 'detailid') ?? '';
    const detail = call.books.get('TAXDETAIL', detailId);
    const owner = detail?.MEGAENTITYID || entityId;
    if (detail?.STATUS !== 'active' || owner !== entityId || detail.TAXTYPE === 'Purchase') {
      return refuseAsInvalid(`Invalid tax detail '${detailId}' specified.`, 'SIM-TAX-DETAIL');
    }
    const rate = detail.VALUE as string;
    const given = textOf(entry, 'trx_tax') ?? '';
    const computed = roundToCents(divideAmount(multiplyAmount(amount, rate), '100'));
    const tax = given === '' ? computed : amountAsKept(given, 'TaxEntry : Transaction Tax');
    return { detailId, amount: tax, accountNo: detail.GLACCOUNT as string, rate };
  });
}
