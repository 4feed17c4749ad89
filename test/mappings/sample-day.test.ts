import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { createImetalClient } from '../../clients/imetal/create-imetal-client';
import { createImetalPools } from '../../clients/imetal/create-pools';
import { imetalProfileSchema } from '../../domain/imetal-profile';
import { formatCents, negateAmount, sumAmounts } from '../../domain/money';
import type { PostingPlan } from '../../domain/posting-plan';
import { mapImetalInvoiceToIntacct } from '../../mappings/imetal-invoice-to-intacct';
import { createImetalSandbox, dropImetalSandbox } from '../../sandbox/imetal/create-imetal-sandbox';
import { seedSampleDay } from '../../sandbox/sample-day/seed-sample-day';
import { type SourceTotals, sourceTotals } from '../../sandbox/sample-day/source-totals';
import { roundingInvoiceKey, wrongInvoices } from '../../sandbox/sample-day/wrong-invoices';
import { postgresAdminUrl } from '../postgres';

const namePrefix = 'mapping_collapses_day_';
const profilePath = join(__dirname, '..', '..', 'companies', 'gulf-metals.yaml');
const profile = imetalProfileSchema.parse(parse(readFileSync(profilePath, 'utf8')));

/** The faults that a mapping can see; Intacct refuses the others. */
const refusedHere = wrongInvoices.filter(({ expectedCode }) =>
  ['TOTAL_MISMATCH', 'TAX_UNMAPPED'].includes(expectedCode),
);

const plans: PostingPlan[] = [];
const refused: [string, string[]][] = [];
let totals: SourceTotals;

beforeAll(async () => {
  const sandbox = await createImetalSandbox({ adminUrl: await postgresAdminUrl(), namePrefix });
  await seedSampleDay(sandbox.owner, { seed: 1, invoices: 128 });
  const pools = createImetalPools(
    { liveUrl: sandbox.live, gatewayUrl: sandbox.gateway, importUrl: sandbox.imports },
    () => undefined,
  );
  const client = createImetalClient(pools);
  totals = await sourceTotals(pools.live, { except: refusedHere.map(({ documentKey }) => documentKey) });
  const headers = await client.listHeaders('sales-invoice', { types: profile.invoiceTypes, after: null, limit: 1000 });
  for (const { documentKey } of headers.filter(({ exportedAt }) => exportedAt === null)) {
    const reading = await client.readSalesInvoice(documentKey);
    if (reading.kind !== 'found') throw new Error(`${documentKey} was not read`);
    const collapsed = mapImetalInvoiceToIntacct(reading.document, profile, { customerId: null });
    if (collapsed.kind === 'plan') plans.push(collapsed.plan);
    else refused.push([documentKey, [...new Set(collapsed.exceptions.map(({ code }) => code))]]);
  }
  await pools.close();
});

afterAll(async () => {
  await dropImetalSandbox({ adminUrl: await postgresAdminUrl(), namePrefix });
});

/** Sums by key, two decimals, without the keys that come to nothing. */
function sumsBy(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const amounts = new Map<string, string[]>();
  for (const [key, amount] of entries) amounts.set(key, [...(amounts.get(key) ?? []), amount]);
  const sums = [...amounts].map(([key, parts]) => [key, formatCents(sumAmounts(parts))] as const);
  return Object.fromEntries(sums.filter(([, amount]) => amount !== '0.00').sort(([a], [b]) => (a < b ? -1 : 1)));
}

it('plans every invoice of the day but those that are wrong in themselves', () => {
  expect(refused.sort()).toEqual(
    refusedHere.map(({ documentKey, expectedCode }) => [documentKey, [expectedCode]]).sort(),
  );
  expect(plans).toHaveLength(totals.invoices);
});

it('bills what operations billed, per entity and currency', () => {
  const planned = plans.map((plan) => [`${plan.entityId} ${plan.invoice.currency}`, plan.invoice.total] as const);
  const source = totals.receivables.map((row) => [`${row.entity} ${row.currency}`, row.gross] as const);
  expect(sumsBy(planned)).toEqual(sumsBy(source));
});

it('owes each authority what operations charged for it', () => {
  const planned = plans.flatMap(({ entityId, invoice }) =>
    invoice.lines.flatMap((line) => [
      ...line.taxEntries.map((entry) => [`${entityId} ${entry.taxDetailId}`, entry.amount] as const),
      ...(line.purpose === 'sales-tax' ? [[`${entityId} ${line.accountNumber}`, line.amount] as const] : []),
    ]),
  );
  const source = totals.taxByAuthority.map(({ entity, authority, taxClass, amount }) => {
    const branch = Object.values(profile.branches).find((candidate) => candidate.entity === entity);
    const detail = branch?.tax.details.find((each) => each.authority === authority && each.class === taxClass);
    return [`${entity} ${detail?.account ?? detail?.detail ?? authority}`, amount] as const;
  });
  expect(sumsBy(planned)).toEqual(sumsBy(source));
});

it('moves the cost that operations counts, and balances', () => {
  const planned = plans.map((plan) => [plan.entityId, plan.totals.costOfSales] as const);
  expect(sumsBy(planned)).toEqual(sumsBy(totals.costOfSales.map((row) => [row.entity, row.total] as const)));
  for (const { costOfSales } of plans) {
    const signed = (costOfSales?.lines ?? []).map(({ side, amount }) =>
      side === 'debit' ? amount : negateAmount(amount),
    );
    expect(sumAmounts(signed)).toBe('0');
  }
});

it('shows the one header that differs from its lines as a rounding line', () => {
  const rounded = plans.filter(({ invoice }) => invoice.lines.some(({ purpose }) => purpose === 'rounding'));
  expect(rounded.map(({ invoice }) => invoice.invoiceNumber)).toEqual([roundingInvoiceKey]);
});

it('leaves few lines of many', () => {
  const largest = plans.reduce((most, plan) => (plan.totals.sourceLines > most.totals.sourceLines ? plan : most));
  expect(largest.totals.sourceLines).toBeGreaterThan(2000);
  expect(largest.totals.targetLines * 20).toBeLessThan(largest.totals.sourceLines);
});
