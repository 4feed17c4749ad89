import type { ApLine } from '../../domain/ap-bill';
import type { ArInvoiceLine, Dimensions } from '../../domain/ar-invoice';
import { formatCents, sumAmounts } from '../../domain/money';
import type { PlannedDocument } from '../../domain/posting';
import type { TimesheetEntry } from '../../domain/timesheet';
import { moneyText } from './money-text';
import { tableText } from './table';

/** One planned Intacct document for eyes: its head, and its lines as a table. */
export function plannedText(planned: PlannedDocument, width: number): string {
  switch (planned.kind) {
    case 'create-invoice': {
      const { invoice } = planned;
      return withLines(
        [
          `Invoice ${invoice.invoiceNumber} to customer ${invoice.customerId}: ${totalText(invoice)}`,
          `  dated ${invoice.invoiceDate}, posted ${invoice.postingDate}, due ${invoice.dueDate ?? '—'}, terms ${invoice.termName ?? '—'}, reference ${invoice.referenceNumber ?? '—'}`,
        ],
        subledgerLines(invoice.lines, width - 2),
      );
    }
    case 'create-bill': {
      const { bill } = planned;
      return withLines(
        [
          `Bill ${bill.billNumber} of vendor ${bill.vendorId}: ${totalText(bill)}`,
          `  dated ${bill.billDate}, posted ${bill.postingDate}, due ${bill.dueDate ?? '—'}, terms ${bill.termName ?? '—'}, reference ${bill.referenceNumber ?? '—'}`,
        ],
        subledgerLines(bill.lines, width - 2),
      );
    }
    case 'create-ar-adjustment': {
      const { adjustment } = planned;
      const noun = adjustment.total.startsWith('-') ? 'Credit memo' : 'Debit memo';
      return withLines(
        [
          `${noun} ${adjustment.adjustmentNumber} to customer ${adjustment.customerId}: ${totalText(adjustment)}`,
          `  dated ${adjustment.adjustmentDate}, posted ${adjustment.postingDate}, corrects invoice ${adjustment.correctedInvoiceNumber ?? '—'}`,
        ],
        subledgerLines(adjustment.lines, width - 2),
      );
    }
    case 'create-ap-adjustment': {
      const { adjustment } = planned;
      return withLines(
        [
          `Adjustment ${adjustment.adjustmentNumber} of vendor ${adjustment.vendorId}: ${totalText(adjustment)}`,
          `  dated ${adjustment.adjustmentDate}, posted ${adjustment.postingDate}, corrects bill ${adjustment.correctedBillNumber ?? '—'}`,
        ],
        subledgerLines(adjustment.lines, width - 2),
      );
    }
    default:
      return entryText(planned, width);
  }
}

function entryText(
  planned: Exclude<
    PlannedDocument,
    { kind: 'create-invoice' | 'create-bill' | 'create-ar-adjustment' | 'create-ap-adjustment' }
  >,
  width: number,
): string {
  switch (planned.kind) {
    case 'create-journal-entry': {
      const { journalSymbol, referenceNumber, postingDate, currency, title, lines } = planned.entry;
      const amounts = lines.map(({ side, amount, ...line }) => ({
        ...line,
        left: side === 'debit',
        value: moneyText(amount),
      }));
      return withLines(
        [
          `Journal ${journalSymbol} ${referenceNumber} (${planned.purpose}), posted ${postingDate}, in ${currency}: ${title}`,
        ],
        sidedLines(['debit', 'credit'], amounts, width - 2),
      );
    }
    case 'create-statistical-entry': {
      const { journalSymbol, referenceNumber, postingDate, title, lines } = planned.entry;
      const quantities = lines.map(({ side, quantity, ...line }) => ({
        ...line,
        left: side === 'increase',
        value: quantity,
      }));
      return withLines(
        [`Quantities ${journalSymbol} ${referenceNumber} (${planned.purpose}), posted ${postingDate}: ${title}`],
        sidedLines(['increase', 'decrease'], quantities, width - 2),
      );
    }
    case 'add-timesheet-entries': {
      const { employeeId, beginDate, reference, entries } = planned.addition;
      const hours = formatCents(sumAmounts(entries.map((entry) => entry.hours)));
      return withLines(
        [
          `Timesheet of employee ${employeeId} from ${beginDate} (${planned.purpose}), reference ${reference}: ${hours} h`,
        ],
        timesheetLines(entries, width - 2),
      );
    }
    case 'apply-credit': {
      const { amount, currency, creditRecordNumber, invoiceRecordNumber, applicationDate } = planned.application;
      return `Applies ${moneyText(amount, currency)} of credit memo record ${creditRecordNumber} to invoice record ${invoiceRecordNumber} on ${applicationDate}`;
    }
    case 'reverse-invoice':
      return `Reversal of Intacct record ${planned.recordNumber} on ${planned.reversalDate}: ${planned.description}`;
  }
}

function totalText(document: {
  total: string;
  currency: string;
  baseCurrency: string;
  exchangeRate: string | null;
}): string {
  const { total, currency, baseCurrency, exchangeRate } = document;
  const rate = exchangeRate === null ? '' : `, rate ${exchangeRate} to ${baseCurrency}`;
  return `${moneyText(total, currency)}${rate}`;
}

function withLines(head: string[], lines: string): string {
  return [...head, ...lines.split('\n').map((line) => `  ${line}`)].join('\n');
}

function subledgerLines(lines: readonly (ArInvoiceLine | ApLine)[], width: number): string {
  const columns = [
    { title: 'line', align: 'right' as const },
    { title: 'purpose' },
    { title: 'account' },
    { title: 'amount', align: 'right' as const },
    { title: 'taxes' },
    { title: 'dimensions' },
    { title: 'memo', stretches: true },
  ];
  const rows = lines.map((line) => [
    String(line.lineNumber),
    line.purpose,
    line.accountNumber,
    moneyText(line.amount),
    line.taxEntries.map(({ taxDetailId, amount }) => `${taxDetailId} ${moneyText(amount)}`).join('\n'),
    dimensionsText(line.dimensions),
    line.memo,
  ]);
  return tableText(columns, rows, width);
}

function timesheetLines(entries: readonly TimesheetEntry[], width: number): string {
  const columns = [
    { title: 'line', align: 'right' as const },
    { title: 'day' },
    { title: 'hours', align: 'right' as const },
    { title: 'project' },
    { title: 'task' },
    { title: 'item' },
    { title: 'earning type' },
    { title: 'description', stretches: true },
  ];
  const rows = entries.map((entry) => [
    String(entry.lineNumber),
    entry.date,
    entry.hours,
    entry.projectId,
    entry.taskId ?? '—',
    entry.itemId ?? '—',
    entry.timeType ?? '—',
    entry.description,
  ]);
  return tableText(columns, rows, width);
}

/** A line of which the value stands on the left or on the right. */
interface SidedLine {
  lineNumber: number;
  accountNumber: string;
  left: boolean;
  value: string;
  memo: string;
  dimensions: Dimensions;
}

function sidedLines([left, right]: [string, string], lines: readonly SidedLine[], width: number): string {
  const columns = [
    { title: 'line', align: 'right' as const },
    { title: 'account' },
    { title: left, align: 'right' as const },
    { title: right, align: 'right' as const },
    { title: 'dimensions' },
    { title: 'memo', stretches: true },
  ];
  const rows = lines.map((line) => [
    String(line.lineNumber),
    line.accountNumber,
    line.left ? line.value : '',
    line.left ? '' : line.value,
    dimensionsText(line.dimensions),
    line.memo,
  ]);
  return tableText(columns, rows, width);
}

const dimensionNames: Record<keyof Dimensions, string> = {
  locationId: 'location',
  departmentId: 'department',
  classId: 'class',
  itemId: 'item',
  projectId: 'project',
  customerId: 'customer',
  taskId: 'task',
  employeeId: 'employee',
};

function dimensionsText(dimensions: Dimensions): string {
  return Object.entries(dimensions)
    .filter(([name]) => name !== 'customerId')
    .map(([name, id]) => `${dimensionNames[name as keyof Dimensions]} ${id}`)
    .join(', ');
}
