import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { imetalProfileOf } from '../companies/company-profiles';
import { moveFeedCursor } from '../db/feed-cursors';
import { defaultBusinessDate } from '../sandbox/sample-day/generate-sample-day';
import { pollReceivables, pollReceivablesWorkflowId, receivablesObjects } from '../workflows/poll-receivables';
import { benchCompanies } from './bench-companies';
import type { BenchSizes } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import { benchCustomerId, debtorsEntity, openInvoiceNumber } from './finance-company';
import { loadOnce } from './measure-first-load';
import { type Measurement, median, percentile, shown } from './measurement';

const REQUEST_MS = 300;
const EVERY_MS = 1_000;
/** How often iMetal is looked at: the figures are right to this. */
const LOOK_EVERY_MS = 40;
const SEEN_WITHIN_MS = 120_000;
const company = benchCompanies.records;
const balanceSchema = z.array(z.object({ code: z.string(), total_due: z.string() }));

interface Latencies {
  p50: number;
  p99: number;
  longest: number;
}

/** From a payment in Intacct to the balance in iMetal, one payment per second: told by Smart Event, and found by the poll alone. */
export async function measurePayments(bench: BenchStack, sizes: BenchSizes): Promise<Measurement> {
  await loadOnce(bench);
  await bench.setSandbox({ latencyMs: REQUEST_MS, requestsInFlightMax: 5 });
  const profile = await imetalProfileOf(bench.profiles, company);
  await bench.startServer();
  const bySmartEvent = await payAndWatch(bench, sizes.payments, 1);
  await bench.stack.supervisor.stop('server');
  const endPolls = await startPolls(bench, profile.masters.pollIntervalSeconds, profile.masters.overlapSeconds);
  const byPoll = await payAndWatch(bench, sizes.payments, 2).finally(endPolls);
  const { quietSeconds } = profile.openItems;
  const { pollIntervalSeconds } = profile.masters;
  const figures = {
    payments: sizes.payments,
    requestMs: REQUEST_MS,
    quietSeconds,
    pollIntervalSeconds,
    bySmartEvent,
    byPoll,
  };
  const row = (name: string, { p50, p99, longest }: Latencies): string[] => [
    name,
    ...[p50, p99, longest, p50 - quietSeconds * 1000].map((ms) => shown(ms, 0)),
  ];
  return {
    name: 'payments',
    title: `From payment to balance in iMetal, ${sizes.payments} payments at 1 per second, ${REQUEST_MS} ms per request`,
    head: ['', 'p50 ms', 'p99 ms', 'longest ms', 'p50 less the quiet time'],
    rows: [row('by Smart Event', bySmartEvent), row('by poll alone', byPoll)],
    notes: [
      `A refresh waits ${quietSeconds} s for more of the same customer (the profile's quietSeconds); the poll looks every ${pollIntervalSeconds} s.`,
      "Open loop, each payment of another customer; in it are a request to Intacct, and the importer's looks, four a second.",
    ],
    figures,
  };
}

/** Pays an invoice of each customer, one per second, and looks when iMetal shows less owed. */
async function payAndWatch(bench: BenchStack, payments: number, invoice: number): Promise<Latencies> {
  const waiting = new Map<string, { sentAt: number; before: string }>();
  const tookMs: number[] = [];
  const began = performance.now();
  let sent = 0;
  const customerIds = Array.from({ length: payments }, (_, index) => benchCustomerId(index + 1));
  const before = await readBalances(bench, customerIds);
  while (tookMs.length < payments) {
    const now = performance.now();
    if (sent < payments && now >= began + sent * EVERY_MS) {
      const customerId = customerIds[sent] ?? '';
      sent += 1;
      waiting.set(customerId, { sentAt: now, before: before.get(customerId) ?? 'nothing' });
      await pay(bench, customerId, invoice);
    }
    for (const [customerId, balance] of await readBalances(bench, [...waiting.keys()])) {
      const payment = waiting.get(customerId);
      if (payment === undefined || payment.before === balance) continue;
      tookMs.push(performance.now() - payment.sentAt);
      waiting.delete(customerId);
    }
    if (now > began + payments * EVERY_MS + SEEN_WITHIN_MS) {
      throw new Error(`iMetal does not show the payments of ${[...waiting.keys()].join(', ')}`);
    }
    await pause(LOOK_EVERY_MS);
  }
  return { p50: median(tookMs), p99: percentile(tookMs, 0.99), longest: Math.max(...tookMs) };
}

/** A part of the invoice: what is owed changes, and the invoice stays open. */
async function pay(bench: BenchStack, customerId: string, invoice: number): Promise<void> {
  const amount = '40.00';
  await bench.askIntacct('POST', 'acts/payment', {
    customerId,
    entityId: debtorsEntity,
    amount,
    date: defaultBusinessDate,
    apply: [{ invoiceNumber: openInvoiceNumber(customerId, invoice), amount }],
  });
}

/** What iMetal shows each customer to owe; one of whom nothing is known yet is absent. */
async function readBalances({ owner }: BenchStack, customerIds: readonly string[]): Promise<Map<string, string>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await owner.query(
    `select company.code, balance.total_due::text as total_due
      from customer_balances balance join companies company on company.id = balance.company_id
      where company.code = any($1::text[])`,
    [customerIds],
  );
  return new Map(balanceSchema.parse(rows).map((row) => [row.code, row.total_due]));
}

/** The schedule of the receivables' poll alone, from now on; what it returns ends it. */
async function startPolls(
  { client, hub, taskQueue }: BenchStack,
  intervalSeconds: number,
  overlapSeconds: number,
): Promise<() => Promise<void>> {
  // The feeds stand ahead by the overlap, by which every look goes back: what the bench wrote before is no news.
  const modifiedAt = new Date(Date.now() + overlapSeconds * 1000).toISOString();
  for (const object of receivablesObjects) {
    await moveFeedCursor(hub, company, `receivables/${object}`, { modifiedAt, headerId: '0' });
  }
  const workflowId = pollReceivablesWorkflowId(company);
  const schedule = await client.schedule.create({
    scheduleId: workflowId,
    spec: { intervals: [{ every: intervalSeconds * 1000 }] },
    action: { type: 'startWorkflow', workflowType: pollReceivables, workflowId, taskQueue, args: [{ company }] },
  });
  return () => schedule.delete();
}
