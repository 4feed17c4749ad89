import { COMPANY, call, login, request, startTestSandbox, type TestSandbox } from './gateway-client';

/** COMPANY with banks and the accounts that payments need. */
export const COMPANY_WITH_BANKS = {
  ...COMPANY,
  accounts: [
    ...COMPANY.accounts,
    ...(
      [
        ['1010', 'balancesheet', 'debit'],
        ['1090', 'balancesheet', 'debit'],
        ['2400', 'balancesheet', 'credit'],
        ['4900', 'incomestatement', 'debit'],
        ['7000', 'incomestatement', 'credit'],
      ] as const
    ).map(([accountNo, accountType, normalBalance]) => ({ accountNo, title: accountNo, accountType, normalBalance })),
  ],
  banks: [
    { bankId: 'BOA', accountNo: '1010' },
    { bankId: 'SHUTBANK', accountNo: '1010', status: 'inactive' as const },
    { bankId: 'UKBANK', accountNo: '1010', entityId: 'UK' },
  ],
  undepositedAccountNo: '1090',
  discountAccountNo: '4900',
  gainLossAccountNo: '7000',
  advancesAccountNo: '2400',
};

/** A sandbox with banks, and short ways to post to it and to look into it. */
export interface ReceivablesBooks {
  readonly sandbox: TestSandbox;
  /** Posts one function in an entity (null: top level) and answers the body with plain apostrophes. */
  post(element: string, entity?: string | null): Promise<string>;
  /** The value of fields of one record, by `read`, as `A|B`. */
  fields(object: string, recordNo: string, ...names: string[]): Promise<string>;
  /** Balances by account that are not zero in base or document currency: `1200 60/60`. */
  balances(): Promise<string[]>;
}

/** Starts it; with more settings where given. */
export async function startReceivablesBooks(
  settings: Readonly<Record<string, unknown>> = {},
): Promise<ReceivablesBooks> {
  const sandbox = await startTestSandbox({ company: COMPANY_WITH_BANKS });
  if (Object.keys(settings).length > 0) await sandbox.admin('PATCH', '/settings', settings);
  let last = 0;
  const post: ReceivablesBooks['post'] = async (element, entity = 'US') => {
    last += 1;
    const body = request(call(`f${last}`, element), { authentication: login(entity ?? undefined) });
    return (await sandbox.post(body)).body.replaceAll('&#039;', "'");
  };
  return {
    sandbox,
    post,
    async fields(object, recordNo, ...names) {
      const answer = await post(
        `<read><object>${object}</object><keys>${recordNo}</keys><fields>${names.join(',')}</fields></read>`,
        null,
      );
      return names
        .map((name) => new RegExp(`<${name}>([^<]*)</${name}>|<${name}/>`).exec(answer))
        .map((found) => (found ? (found[1] ?? '') : '(none)'))
        .join('|');
    },
    async balances() {
      const { rows } = (await sandbox.admin('GET', '/ledger?by=account')) as {
        rows: { account: string; documentAmount: string; baseAmount: string }[];
      };
      return rows
        .filter((row) => row.documentAmount !== '0' || row.baseAmount !== '0')
        .map((row) => `${row.account} ${row.documentAmount}/${row.baseAmount}`);
    },
  };
}

/** The RECORDNO or key in an answer to a create. */
export function keyIn(answer: string): string {
  const found = /<key>(\d+)<\/key>|<RECORDNO>(\d+)<\/RECORDNO>/.exec(answer);
  if (!found) throw new Error(`no key in ${answer}`);
  return (found[1] ?? found[2]) as string;
}

/** Generic create of a payment of C1 into bank BOA on 10 April. */
export function payment(details: string, header = '', customerId = 'C1'): string {
  const account = header.includes('UNDEPOSITEDACCOUNTNO') || header.includes('FINANCIALENTITY');
  return (
    `<create><ARPYMT>${account ? '' : '<FINANCIALENTITY>BOA</FINANCIALENTITY>'}<PAYMENTMETHOD>EFT</PAYMENTMETHOD>` +
    `<CUSTOMERID>${customerId}</CUSTOMERID><RECEIPTDATE>04/10/2026</RECEIPTDATE>${header}` +
    `<ARPYMTDETAILS>${details}</ARPYMTDETAILS></ARPYMT></create>`
  );
}

/** One detail of a payment. */
export function detail(recordKey: string, amount: string, rest = ''): string {
  const paid = amount === '' ? '' : `<TRX_PAYMENTAMOUNT>${amount}</TRX_PAYMENTAMOUNT>`;
  return `<ARPYMTDETAIL><RECORDKEY>${recordKey}</RECORDKEY>${paid}${rest}</ARPYMTDETAIL>`;
}

/** create_aradjustment of one line on account 4000; a negative amount is a credit memo. */
export function memo(number: string, amount: string, afterNumber = '', customerId = 'C1'): string {
  return (
    `<create_aradjustment><customerid>${customerId}</customerid><datecreated><year>2026</year><month>04</month><day>02</day></datecreated>` +
    `<adjustmentno>${number}</adjustmentno>${afterNumber}<aradjustmentitems><lineitem><glaccountno>4000</glaccountno>` +
    `<amount>${amount}</amount></lineitem></aradjustmentitems></create_aradjustment>`
  );
}

/** reverse_arpayment on 20 April. */
export function reversal(key: string): string {
  return `<reverse_arpayment key="${key}"><datereversed><year>2026</year><month>04</month><day>20</day></datereversed><description>NSF</description></reverse_arpayment>`;
}
