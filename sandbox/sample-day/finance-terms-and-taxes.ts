import type { SandboxCompanyInput } from '../intacct/company-file';

type Term = SandboxCompanyInput['terms'][number];
type TaxDetail = SandboxCompanyInput['taxDetails'][number];

const fromDate = 'from invoice/bill date';
const net30: Term = { name: 'Net 30', description: 'Net 30 days', dueDays: 30 };
const net45: Term = { name: 'Net 45', description: 'Net 45 days', dueDays: 45 };
const discount = (percent: string, days: number) => ({
  discountDays: days,
  discountFrom: fromDate,
  discountAmount: percent,
  discountUnit: '%' as const,
  discountCalculatedOn: 'Invoice total',
});

/** A term that iMetal cannot express: it lies before the end of the invoice's own month. */
export const inexpressibleTerm = '10th of month';
/** The term whose days change in the course of the day. */
export const changedTerm = 'Net 20';

/** Terms of customers as finance has them. */
export const receivablesTerms: readonly Term[] = [
  net30,
  net45,
  { name: 'N60', description: 'Net 60 days', dueDays: 60 },
  {
    name: 'Net 30 EOM',
    description: 'End of the next month',
    dueDays: 31,
    dueFrom: 'of next month from invoice/bill date',
  },
  { name: '1% 5 Net 30', description: '1% 5 days, net 30', dueDays: 30, ...discount('1', 5) },
  {
    name: 'Net 15 late fee',
    description: 'Net 15 days, 1.5% a month on what is late',
    dueDays: 15,
    penaltyType: 'Monthly',
    penaltyAmount: '1.5',
    penaltyUnit: '%',
  },
  { name: changedTerm, description: 'Net 20 days', dueDays: 20 },
  {
    name: inexpressibleTerm,
    description: 'On the 10th of the month of invoice',
    dueDays: 10,
    dueFrom: 'of the month of invoice/bill date',
  },
];

/** Terms of vendors. */
export const payablesTerms: readonly Term[] = [
  net30,
  net45,
  { name: '2% 10 Net 30', description: '2% 10 days, net 30', dueDays: 30, ...discount('2', 10) },
  { name: 'On receipt', description: 'Due at once', dueDays: 0 },
];

const taxes: readonly (readonly [
  detailId: string,
  rate: string,
  account: string,
  entity: string,
  authority: string,
])[] = [
  ['Texas state sales tax', '6.25', '2351', '100', 'TX'],
  ['Houston local sales tax', '2', '2352', '100', 'TX-HOU'],
  ['Dallas local sales tax', '2', '2353', '100', 'TX-DAL'],
  ['Oklahoma state sales tax', '4.5', '2354', '100', 'OK'],
  ['Tulsa County sales tax', '0.367', '2355', '100', 'OK-TULSACO'],
  ['Tulsa city sales tax', '3.65', '2356', '100', 'OK-TULSA'],
  ['GST 5%', '5', '2310', '200', 'GST'],
  ['GST zero-rated', '0', '2310', '200', 'GST'],
  ['HST Ontario 13%', '13', '2310', '200', 'HST-ON'],
  ['HST Nova Scotia 14%', '14', '2310', '200', 'HST-NS'],
  ['HST New Brunswick 15%', '15', '2310', '200', 'HST-NB'],
  ['PST British Columbia 7%', '7', '2320', '200', 'PST-BC'],
  ['QST 9.975%', '9.975', '2330', '200', 'QST'],
  ['UK sales standard 20%', '20', '2340', '300', 'HMRC'],
  ['UK sales zero-rated', '0', '2340', '300', 'HMRC'],
  ['UK sales reduced 5%', '5', '2340', '300', 'HMRC'],
];
const purchaseTaxes: typeof taxes = [
  ['GST paid 5%', '5', '1160', '200', 'GST'],
  ['HST Ontario paid 13%', '13', '1160', '200', 'HST-ON'],
  ['UK purchases standard 20%', '20', '1160', '300', 'HMRC'],
];

/** A tax detail that iMetal cannot express. */
export const inexpressibleTaxDetail = 'UK reverse charge';
/** The tax detail whose rate changes in the course of the day; no document of the day bears it. */
export const changedTaxDetail = 'UK sales reduced 5%';

/** Tax details as finance has them; Louisiana's were forgotten. */
export function taxDetails(): TaxDetail[] {
  const detail = (row: (typeof taxes)[number], taxType: 'Sale' | 'Purchase'): TaxDetail => {
    const [detailId, ratePercent, accountNo, entityId, authority] = row;
    return { detailId, ratePercent, accountNo, entityId, authority, taxType };
  };
  return [
    ...taxes.map((row) => detail(row, 'Sale')),
    ...purchaseTaxes.map((row) => detail(row, 'Purchase')),
    {
      ...detail([inexpressibleTaxDetail, '20', '2340', '300', 'HMRC'], 'Purchase'),
      reverseCharge: true,
      inputAccountNo: '1160',
    },
  ];
}

/** Details that are charged together; the names are iMetal's groups where it has one. */
export const taxSchedules: NonNullable<SandboxCompanyInput['taxSchedules']> = [
  {
    scheduleId: 'US-OK-TUL',
    detailIds: ['Oklahoma state sales tax', 'Tulsa County sales tax', 'Tulsa city sales tax'],
  },
  { scheduleId: 'CA-ON', detailIds: ['HST Ontario 13%'] },
  { scheduleId: 'CA-NB', detailIds: ['HST New Brunswick 15%'] },
  { scheduleId: 'CA-BC', detailIds: ['GST 5%', 'PST British Columbia 7%'] },
  { scheduleId: 'CA-QC', detailIds: ['GST 5%', 'QST 9.975%'] },
  { scheduleId: 'GB', detailIds: ['UK sales standard 20%'] },
  { scheduleId: 'GB purchases', taxType: 'Purchase', detailIds: ['UK purchases standard 20%'] },
];
