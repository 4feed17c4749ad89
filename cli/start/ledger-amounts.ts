import { z } from 'zod';
import { negateAmount } from '../../domain/money';
import { askAdmin } from '../../sandbox/admin-port';
import { sampleCredentials } from '../../sandbox/sample-day/sample-company';
import type { Measure, MeasuredAmount } from './tie-out';

const ledgerSchema = z.object({
  rows: z.array(
    z.object({
      account: z.string(),
      entity: z.string(),
      currency: z.string(),
      document: z.string(),
      documentAmount: z.string(),
      baseAmount: z.string(),
    }),
  ),
});
type LedgerRow = z.infer<typeof ledgerSchema>['rows'][number];

const documentSchema = z.looseObject({
  object: z.string().optional(),
  RECORDNO: z.string(),
  CREATEDBY: z.string(),
  JOURNAL: z.string().optional(),
});
const quantitiesSchema = z.array(z.object({ account: z.string(), location: z.string(), quantity: z.string() }));
const companySchema = z.looseObject({
  entities: z.array(z.looseObject({ entityId: z.string(), baseCurrency: z.string() })),
  locations: z.array(z.looseObject({ locationId: z.string(), entityId: z.string() })),
});

/** The accounts of the sample company that the measures are read from; the others are known by the first digits of their kind. */
const ACCOUNTS = {
  receivables: '1200',
  payables: '2000',
  goodsReceived: '2050',
  purchaseTax: '1160',
  stock: ['1300', '1310'],
};

/** What posted an entry: the object of Intacct, or for journal entries their journal. */
type Origin = 'ARINVOICE' | 'ARADJUSTMENT' | 'APBILL' | 'APADJUSTMENT' | `journal ${string}`;

/**
 * What the hub's documents come to in the sandbox's ledger, measure by measure; what finance keyed in by itself, and receipts of money,
 * are not among them. Read from the admin port alone.
 */
export async function readLedgerAmounts(adminUrl: string): Promise<MeasuredAmount[]> {
  const origins = await readOrigins(adminUrl);
  const company = companySchema.parse(await askAdmin(adminUrl, 'GET', 'company'));
  const baseCurrencies = new Map(company.entities.map(({ entityId, baseCurrency }) => [entityId, baseCurrency]));
  const { rows } = ledgerSchema.parse(await askAdmin(adminUrl, 'GET', 'ledger?by=account,entity,currency,document'));
  const amounts = rows.flatMap((row) => {
    const origin = origins.get(row.document.replace('-REVERSAL:', ':'));
    return origin === undefined ? [] : measured(row, origin, baseCurrencies.get(row.entity) ?? '?');
  });
  const entities = new Map(company.locations.map(({ locationId, entityId }) => [locationId, entityId]));
  const counted = quantitiesSchema.parse(await askAdmin(adminUrl, 'GET', 'statistical-balances'));
  return [
    ...amounts,
    ...counted.map(({ location, quantity }): MeasuredAmount => {
      const entity = entities.get(location) ?? location;
      return { measure: 'weight counted', entity, currency: 'weight', amount: quantity };
    }),
  ];
}

/** The hub's own documents by their names in the ledger: `ARINVOICE:12`, `GLBATCH:4`. */
async function readOrigins(adminUrl: string): Promise<Map<string, Origin>> {
  const origins = new Map<string, Origin>();
  const add = async (path: string, objectOf: string | undefined) => {
    const documents = z.array(documentSchema).parse(await askAdmin(adminUrl, 'GET', path));
    for (const { object = objectOf, RECORDNO, CREATEDBY, JOURNAL } of documents) {
      if (CREATEDBY !== sampleCredentials.userId) continue;
      origins.set(`${object}:${RECORDNO}`, (JOURNAL === undefined ? object : `journal ${JOURNAL}`) as Origin);
    }
  };
  await add('invoices', 'ARINVOICE');
  await add('receivable-documents', undefined);
  await add('payable-documents', undefined);
  await add('journal-entries', 'GLBATCH');
  return origins;
}

function measured(row: LedgerRow, origin: Origin, baseCurrency: string): MeasuredAmount[] {
  const { account, entity, currency, documentAmount, baseAmount } = row;
  const debit = (measure: Measure): MeasuredAmount => ({ measure, entity, currency, amount: documentAmount });
  const credit = (measure: Measure): MeasuredAmount => ({
    measure,
    entity,
    currency,
    amount: negateAmount(documentAmount),
  });
  const amounts: MeasuredAmount[] = [];
  // Goods received are one account of many origins: receipts, bills, and what their rates differ by.
  if (account === ACCOUNTS.goodsReceived) {
    amounts.push({ measure: 'goods received', entity, currency: baseCurrency, amount: negateAmount(baseAmount) });
  }
  switch (origin) {
    case 'ARINVOICE':
    case 'ARADJUSTMENT':
      if (account === ACCOUNTS.receivables) amounts.push(debit('receivables'));
      if (account.startsWith('4')) amounts.push(credit('sales'));
      if (account.startsWith('23')) amounts.push(credit('sales tax'));
      break;
    case 'APBILL':
    case 'APADJUSTMENT':
      if (account === ACCOUNTS.payables) amounts.push(credit('payables'));
      else amounts.push(debit(account === ACCOUNTS.purchaseTax ? 'purchase tax' : 'purchases'));
      break;
    case 'journal CGS':
      if (account.startsWith('5')) {
        amounts.push({ measure: 'cost of sales', entity, currency: baseCurrency, amount: baseAmount });
      }
      break;
    case 'journal INV':
      if (ACCOUNTS.stock.includes(account)) amounts.push(debit('stock movements'));
      break;
    default:
      break;
  }
  return amounts;
}
