import { addInvoice, type DocumentContext, type DocumentNumbers, type InvoiceTerms } from './add-invoice';
import { drawInvoice, fixedInvoice, fixedScheduleLength, type ScheduledInvoice } from './invoice-schedule';
import { addMasters } from './masters';
import { type BranchCode, branches } from './places';
import { createRandom, type Random } from './random';
import { type Batch, createRowWriter } from './rows';
import { addStockCount } from './stock-movements';

export interface SampleDayOptions {
  /** Equal seeds give equal rows. */
  seed: number;
  /** Final invoices that are to flow, the wrong ones included. */
  invoices: number;
  /** YYYY-MM-DD; most invoices bear it, the others one of the three days before. */
  businessDate?: string;
  /** Entered invoices left for the business day to finalise. */
  queued?: number;
}

export const defaultBusinessDate = '2026-11-20';
/** In the month that the sample company has closed. */
export const closedPeriodDate = '2026-10-30';
const defaultQueued = 20;
const documentsPerBatch = 100;

/**
 * The rows of the sample day in batches, masters first: `invoices` final ones (with the eight wrong ones and the large
 * ones when there are 20 or more), then some that must not flow (exported before, deleted, entered). Pure: no clock.
 */
export function* generateSampleDay(options: SampleDayOptions): Generator<Batch> {
  const writer = createRowWriter();
  const context: DocumentContext = { writer, ids: addMasters(writer), numbers: createDocumentNumbers(firstNumbers()) };
  yield writer.takeBatch();
  const businessDate = options.businessDate ?? defaultBusinessDate;
  const queue = createInvoiceQueue(options.seed, businessDate, options.invoices >= fixedScheduleLength);
  for (let index = 0; index < options.invoices; index += 1) {
    queue.addFinal(context, index);
    if ((index + 1) % documentsPerBatch === 0) yield writer.takeBatch();
  }
  yield writer.takeBatch();
  const other = createRandom(`${options.seed}/other`);
  const terms: InvoiceTerms[] = [
    ...Array.from({ length: 3 }, () => ({ date: '2026-09-30', status: 'INV', exportedBefore: true }) as const),
    ...Array.from({ length: 3 }, () => ({ date: businessDate, status: 'DEL' }) as const),
    ...Array.from({ length: options.queued ?? defaultQueued }, () => ({ date: businessDate, status: 'ENT' }) as const),
  ];
  for (const invoice of terms) addInvoice(context, other, { ...drawInvoice(other), despatchesToFollow: 0 }, invoice);
  for (const branch of branches) addStockCount(context, other, branch.code, businessDate);
  yield writer.takeBatch();
}

/** Numbers that go on from `last`, keyed `HOU/invoice`; a series not named begins at 1. */
export function createDocumentNumbers(last: Map<string, number>): DocumentNumbers {
  const numbers = new Map(last);
  return {
    next(branch, series) {
      const number = (numbers.get(`${branch}/${series}`) ?? 0) + 1;
      numbers.set(`${branch}/${series}`, number);
      return number;
    },
  };
}

function firstNumbers(): Map<string, number> {
  return new Map(
    branches.flatMap((branch): [string, number][] => [
      [`${branch.code}/invoice`, branch.firstInvoiceNumber - 1],
      [`${branch.code}/order`, branch.firstInvoiceNumber - 20_001],
      [`${branch.code}/despatch`, branch.firstInvoiceNumber - 10_001],
    ]),
  );
}

/** Adds the day's final invoices one by one, keeping the orders of which more despatches are to come. */
function createInvoiceQueue(seed: number, businessDate: string, withFixed: boolean) {
  const openOrders = new Map<BranchCode, { scheduled: ScheduledInvoice; orderId: number }>();
  const nextInvoice = (random: Random, index: number): { scheduled: ScheduledInvoice; orderId?: number } => {
    // The first is always the same correct one; the other particular ones only in a day that is long enough.
    const fixed = withFixed || index === 0 ? fixedInvoice(index) : undefined;
    if (fixed !== undefined) return { scheduled: fixed };
    const drawn = drawInvoice(random);
    const open = openOrders.get(drawn.branch);
    if (open === undefined) return { scheduled: drawn };
    const { customer, addressCode, despatchesToFollow } = open.scheduled;
    const follower = { ...drawn, type: 'DIV' as const, customer, addressCode };
    return { scheduled: { ...follower, despatchesToFollow: despatchesToFollow - 1 }, orderId: open.orderId };
  };
  return {
    addFinal(context: DocumentContext, index: number): void {
      const random = createRandom(`${seed}/${index}`);
      const { scheduled, orderId } = nextInvoice(random, index);
      const date = scheduled.fault === 'period-closed' ? closedPeriodDate : invoiceDate(random, businessDate);
      const added = addInvoice(context, random, scheduled, {
        date,
        status: random.chance(15) ? 'CMP' : 'INV',
        ...(orderId === undefined ? {} : { orderId }),
      });
      openOrders.delete(scheduled.branch);
      if (scheduled.despatchesToFollow > 0 && added.orderId !== null) {
        openOrders.set(scheduled.branch, { scheduled, orderId: added.orderId });
      }
    },
  };
}

function invoiceDate(random: Random, businessDate: string): string {
  if (random.chance(75)) return businessDate;
  const date = new Date(`${businessDate}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - random.between(1, 3));
  return date.toISOString().slice(0, 10);
}
