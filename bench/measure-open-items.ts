import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { touchOpenItems } from '../activities/receivables/touch-open-items';
import { until } from '../cli/start/until';
import { imetalProfileOf } from '../companies/company-profiles';
import { openItemsKey } from '../workflows/open-items';
import { benchCompanies } from './bench-companies';
import type { BenchSizes } from './bench-sizes';
import type { BenchStack } from './bench-stack';
import { benchCustomerId } from './finance-company';
import { type GatewayUse, readGatewayUse } from './gateway-use';
import { loadOnce } from './measure-first-load';
import { type Measurement, shown } from './measurement';

// The same as of the efficiency part, so that the figures stand beside each other.
const REQUEST_MS = 500;
const company = benchCompanies.records;
const flow = 'open-items';
/** The first and the last tenth do not count: not all are under way yet, or no longer. */
const MARGIN = 0.1;
const TOLD_WITHIN_MS = 600_000;
/** A burst lasts so long, whatever it holds: a morning's lockbox. */
const BURST_MS = 5_000;
const countSchema = z.object({ refreshes: z.number() });

interface RefreshFigures extends GatewayUse {
  /** How often iMetal was told, as its import database has it. */
  refreshes: number;
}

/**
 * Refreshes per second of customers of whom something moved at once, against the gateway's bound; and what a burst of touches of one
 * customer comes to.
 */
export async function measureOpenItems(bench: BenchStack, sizes: BenchSizes): Promise<Measurement> {
  await loadOnce(bench);
  await bench.setSandbox({ latencyMs: REQUEST_MS, requestsInFlightMax: 50 });
  const profile = await imetalProfileOf(bench.profiles, company);
  const cap = profile.intacct.requestsInFlightMax;
  const customerIds = Array.from({ length: bench.finance.debtors }, (_, index) => benchCustomerId(index + 1));
  const many = await refreshMany(bench, customerIds);
  const burst = await refreshInBurst(bench, benchCustomerId(1), sizes.burst);
  const bound = cap / (REQUEST_MS / 1000) / (many.requests / many.refreshes);
  const { quietSeconds, quietSecondsMax } = profile.openItems;
  const figures = { cap, bound, efficiency: many.customersPerSecond / bound, many, burst, quietSeconds };
  const use = ({ refreshes, requests, transactions }: RefreshFigures) => [
    shown(refreshes, 0),
    shown(requests / refreshes, 2),
    shown(transactions / refreshes, 2),
  ];
  return {
    name: 'open-items',
    title: `Open items refreshed, cap ${cap}, ${REQUEST_MS} ms per request, 1 worker process`,
    head: [
      ...['', 'touches', 'refreshes', 'requests each', 'API transactions each'],
      ...['customers/s', 'bound', 'efficiency'],
    ],
    rows: [
      [
        `${shown(customerIds.length, 0)} customers at once`,
        shown(customerIds.length, 0),
        ...use(many),
        shown(many.customersPerSecond, 2),
        shown(bound, 2),
        `${shown(figures.efficiency * 100)} %`,
      ],
      [`one customer, ${BURST_MS / 1000} s`, shown(sizes.burst, 0), ...use(burst), '', '', ''],
    ],
    notes: [
      'Bound = cap ÷ (requests of a refresh × 0.5 s). Customers per second between the first and the last tenth.',
      `A refresh waits until nothing came for ${quietSeconds} s, at most ${quietSecondsMax} s; refreshes are counted in iMetal's import database.`,
    ],
    figures,
  };
}

async function refreshMany(
  bench: BenchStack,
  customerIds: readonly string[],
): Promise<RefreshFigures & { customersPerSecond: number }> {
  const since = new Date();
  await Promise.all(customerIds.map((customerId) => touch(bench, customerId, 'all at once')));
  const told = await until('all customers are told', TOLD_WITHIN_MS, async () => {
    const times = await readToldAt(bench, customerIds, since);
    return times.length === customerIds.length ? times : undefined;
  });
  const first = Math.floor(told.length * MARGIN);
  const last = Math.ceil(told.length * (1 - MARGIN)) - 1;
  const [from, to] = [told[first], told[last]];
  if (from === undefined || to === undefined || last <= first) throw new Error('too few customers to measure');
  const customersPerSecond = (last - first) / ((to.getTime() - from.getTime()) / 1000);
  return { customersPerSecond, ...(await readRefreshes(bench, customerIds, since)) };
}

async function refreshInBurst(bench: BenchStack, customerId: string, touches: number): Promise<RefreshFigures> {
  const since = new Date();
  const began = performance.now();
  for (let index = 0; index < touches; index += 1) {
    await pause(Math.max(0, began + (index * BURST_MS) / touches - performance.now()));
    await touch(bench, customerId, `payment ${index + 1}`);
  }
  const lastTouchAt = new Date();
  await until('the last touch is told', TOLD_WITHIN_MS, async () => {
    const { rows } = await bench.hub.query<{ as_of: Date }>(
      `select as_of from customer_receivables
        where company = $1::text and customer_id = $2::text and told_at > as_of`,
      [company, customerId],
    );
    return rows[0] !== undefined && rows[0].as_of >= lastTouchAt;
  });
  return readRefreshes(bench, [customerId], since);
}

async function touch(bench: BenchStack, customerId: string, what: string): Promise<void> {
  await touchOpenItems(bench, company, customerId, what);
}

async function readToldAt(bench: BenchStack, customerIds: readonly string[], since: Date): Promise<Date[]> {
  const { rows } = await bench.hub.query(
    `select told_at from customer_receivables
      where company = $1::text and customer_id = any($2::text[]) and told_at >= $3::timestamptz order by told_at`,
    [company, customerIds, since],
  );
  return z
    .array(z.object({ told_at: z.date() }))
    .parse(rows)
    .map((row) => row.told_at);
}

/** iMetal's codes of the bench's customers are Intacct's ids. */
async function readRefreshes(bench: BenchStack, customerIds: readonly string[], since: Date): Promise<RefreshFigures> {
  const { rows } = await bench.imports.query(
    `select count(*)::integer as refreshes from import_customer_balances
      where customer_code = any($1::text[]) and as_of >= $2::timestamptz`,
    [customerIds, since],
  );
  const documentKeys = customerIds.map(openItemsKey);
  const use = await readGatewayUse(bench.hub, { company, flow, since, documentKeys });
  return { ...countSchema.parse(rows[0]), ...use };
}
