/** Entities, branches, currencies, terms, and the places that goods are shipped to with their taxes. */

export type BranchCode = 'HOU' | 'DAL' | 'TOR' | 'BHM' | 'BMT';

export const currencies: readonly { code: string; exchangeRate: string; operator: '*' | '/' }[] = [
  { code: 'USD', exchangeRate: '1.00000000', operator: '*' },
  { code: 'CAD', exchangeRate: '0.71364900', operator: '*' },
  { code: 'GBP', exchangeRate: '0.76218750', operator: '/' },
];

/** Rates of the sample day, document currency to the branch's base currency, for the operator of the document's currency. */
export const documentRates: Readonly<Record<string, string>> = {
  'CAD/USD': '0.71364900',
  'GBP/USD': '0.76218750',
  'USD/CAD': '1.40124600',
  'GBP/CAD': '0.54393125',
  'USD/GBP': '0.76218750',
  'CAD/GBP': '0.54393125',
};

export const corporateEntities: readonly { code: string; name: string; baseCurrency: string }[] = [
  { code: '100', name: 'Gulf Metals Inc.', baseCurrency: 'USD' },
  { code: '200', name: 'Gulf Metals Canada Ltd.', baseCurrency: 'CAD' },
  { code: '300', name: 'Gulf Metals (UK) Ltd', baseCurrency: 'GBP' },
  { code: '400', name: 'Gulf Metals Processing LLC', baseCurrency: 'USD' },
];

/** `firstInvoiceNumber` counts per branch over DIV, MIV and INV alike. */
export const branches: readonly {
  code: BranchCode;
  name: string;
  entity: string;
  baseCurrency: string;
  firstInvoiceNumber: number;
}[] = [
  { code: 'HOU', name: 'Houston', entity: '100', baseCurrency: 'USD', firstInvoiceNumber: 104233 },
  { code: 'DAL', name: 'Dallas', entity: '100', baseCurrency: 'USD', firstInvoiceNumber: 204051 },
  { code: 'TOR', name: 'Toronto', entity: '200', baseCurrency: 'CAD', firstInvoiceNumber: 302017 },
  { code: 'BHM', name: 'Birmingham', entity: '300', baseCurrency: 'GBP', firstInvoiceNumber: 401009 },
  // Processes what the others sell: it moves stock, and bills nobody.
  { code: 'BMT', name: 'Beaumont', entity: '400', baseCurrency: 'USD', firstInvoiceNumber: 505001 },
];

export const terms: readonly { code: string; description: string; dueDays: number; dueMonthEnds: number }[] = [
  { code: 'N30', description: 'Net 30 days', dueDays: 30, dueMonthEnds: 0 },
  { code: 'N45', description: 'Net 45 days', dueDays: 45, dueMonthEnds: 0 },
  { code: 'N60', description: 'Net 60 days', dueDays: 60, dueMonthEnds: 0 },
  { code: 'EOM30', description: 'End of the next month', dueDays: 0, dueMonthEnds: 2 },
];

export interface TaxSlot {
  slot: 1 | 2 | 3 | 4 | 5;
  authority: string;
  /** 1 standard, 2 zero-rated. */
  taxClass: 1 | 2;
  ratePercent: string;
}

export interface Place {
  town: string;
  county: string;
  postcode: string;
  country: 'USA' | 'CAN' | 'GBR' | 'IRL';
  taxGroup: string;
  taxes: readonly TaxSlot[];
}

function slot(number: TaxSlot['slot'], authority: string, ratePercent: string, taxClass: 1 | 2 = 1): TaxSlot {
  return { slot: number, authority, ratePercent, taxClass };
}

const gst = slot(1, 'GST', '5.0000');
const gstZero = slot(1, 'GST', '0.0000', 2);
const vat = slot(1, 'VAT', '20.0000');
const vatZero = slot(1, 'VAT', '0.0000', 2);
const texas = slot(1, 'TX', '6.2500');

/** State, county and city keep slots 1, 2 and 3 in the US: a place without county tax leaves slot 2 empty. */
export const places = {
  houston: place('Houston', 'TX', '77029', 'USA', 'US-TX-HOU', [texas, slot(3, 'TX-HOU', '2.0000')]),
  dallas: place('Dallas', 'TX', '75212', 'USA', 'US-TX-DAL', [texas, slot(3, 'TX-DAL', '2.0000')]),
  tulsa: place('Tulsa', 'OK', '74107', 'USA', 'US-OK-TUL', [
    slot(1, 'OK', '4.5000'),
    slot(2, 'OK-TULSACO', '0.3670'),
    slot(3, 'OK-TULSA', '3.6500'),
  ]),
  newOrleans: place('New Orleans', 'LA', '70126', 'USA', 'US-LA-NOL', [
    slot(1, 'LA', '5.0000'),
    slot(3, 'LA-NOLA', '5.0000'),
  ]),
  calgary: place('Calgary', 'AB', 'T2C 2B3', 'CAN', 'CA-AB', [gst]),
  toronto: place('Mississauga', 'ON', 'L5T 1H9', 'CAN', 'CA-ON', [slot(1, 'HST-ON', '13.0000')]),
  halifax: place('Dartmouth', 'NS', 'B3B 1N4', 'CAN', 'CA-NS', [slot(1, 'HST-NS', '14.0000')]),
  vancouver: place('Surrey', 'BC', 'V3W 2X7', 'CAN', 'CA-BC', [gst, slot(2, 'PST-BC', '7.0000')]),
  montreal: place('Montréal', 'QC', 'H1N 3K5', 'CAN', 'CA-QC', [gst, slot(2, 'QST', '9.9750')]),
  birmingham: place('Birmingham', 'West Midlands', 'B7 4RA', 'GBR', 'GB', [vat]),
  sheffield: place('Sheffield', 'South Yorkshire', 'S9 2QL', 'GBR', 'GB', [vat]),
  /** Exports: no US tax at all; zero-rated in Canada and in the UK. */
  exportFromHouston: place('Calgary', 'AB', 'T2C 2B3', 'CAN', 'US-EXP', []),
  exportToUk: place('Sheffield', 'South Yorkshire', 'S9 2QL', 'GBR', 'US-EXP', []),
  exportFromToronto: place('Buffalo', 'NY', '14206', 'USA', 'CA-EXP', [gstZero]),
  exportFromBirmingham: place('Dublin', 'Co. Dublin', 'D11 X2E8', 'IRL', 'GB-EXP', [vatZero]),
} as const satisfies Record<string, Place>;

export type PlaceKey = keyof typeof places;

function place(
  town: string,
  county: string,
  postcode: string,
  country: Place['country'],
  taxGroup: string,
  taxes: readonly TaxSlot[],
): Place {
  return { town, county, postcode, country, taxGroup, taxes };
}
