import type { Dimensions } from '../../domain/ar-invoice';
import type { JournalEntry, JournalLine } from '../../domain/journal-entry';
import { compareAmounts, formatCents } from '../../domain/money';
import type { StatisticalEntry, StatisticalLine } from '../../domain/statistical-entry';
import { genericDate } from './gateway-dates';
import type { GatewayFunction } from './gateway-request';
import { element, optionalElement, type XmlElement } from './xml-writer';

// The generic default is `custom`, which would need a rate of its own (facts 8.9); for an entry in the
// entity's base currency the daily rate is 1.
const exchangeRateType = 'Intacct Daily Rate';

/**
 * Generic create of GLBATCH with its GLENTRY lines (facts 8.9); answers RECORDNO. On GLENTRY the dimensions are
 * LOCATION and DEPARTMENT: LOCATIONID there loses the dimension without a word. CURRENCY is always sent, because
 * companies with several currencies require it. One API transaction.
 */
export function createJournalEntryFunction(controlId: string, entry: JournalEntry): GatewayFunction {
  return batchFunction(
    controlId,
    entry,
    entry.lines.map((line) => lineElement(line, entry.currency)),
  );
}

/**
 * Generic create of a GLBATCH in a statistical journal (facts 8.9): quantities instead of amounts, with all their
 * decimals, no currency and no rate; answers RECORDNO. One API transaction.
 */
export function createStatisticalEntryFunction(controlId: string, entry: StatisticalEntry): GatewayFunction {
  return batchFunction(controlId, entry, entry.lines.map(quantityElement));
}

function batchFunction(
  controlId: string,
  entry: Pick<JournalEntry, 'journalSymbol' | 'postingDate' | 'title' | 'referenceNumber'>,
  lines: XmlElement[],
): GatewayFunction {
  const body = element('create', [
    element('GLBATCH', [
      element('JOURNAL', entry.journalSymbol),
      element('BATCH_DATE', genericDate(entry.postingDate)),
      element('BATCH_TITLE', entry.title),
      element('REFERENCENO', entry.referenceNumber),
      element('STATE', 'Posted'),
      element('ENTRIES', lines),
    ]),
  ]);
  return { name: 'create GLBATCH', controlId, body, transactions: 1 };
}

function lineElement(line: JournalLine, currency: string): XmlElement {
  if (compareAmounts(line.amount, '0') < 0) {
    throw new RangeError(
      `journal line ${line.lineNumber}: amount ${line.amount}, expected no sign: the side carries it`,
    );
  }
  return element('GLENTRY', [
    element('ACCOUNTNO', line.accountNumber),
    element('TR_TYPE', line.side === 'debit' ? '1' : '-1'),
    element('TRX_AMOUNT', formatCents(line.amount)),
    element('CURRENCY', currency),
    element('EXCH_RATE_TYPE_ID', exchangeRateType),
    ...dimensionElements(line.dimensions, line.memo),
  ]);
}

function quantityElement(line: StatisticalLine): XmlElement {
  return element('GLENTRY', [
    element('ACCOUNTNO', line.accountNumber),
    element('TR_TYPE', line.side === 'increase' ? '1' : '-1'),
    element('TRX_AMOUNT', line.quantity),
    ...dimensionElements(line.dimensions, line.memo),
  ]);
}

function dimensionElements(dimensions: Dimensions, memo: string): XmlElement[] {
  return [
    element('LOCATION', dimensions.locationId),
    ...optionalElement('DEPARTMENT', dimensions.departmentId),
    element('DESCRIPTION', memo),
    ...optionalElement('PROJECTID', dimensions.projectId),
    ...optionalElement('TASKID', dimensions.taskId),
    ...optionalElement('CUSTOMERID', dimensions.customerId),
    ...optionalElement('EMPLOYEEID', dimensions.employeeId),
    ...optionalElement('ITEMID', dimensions.itemId),
    ...optionalElement('CLASSID', dimensions.classId),
  ];
}
