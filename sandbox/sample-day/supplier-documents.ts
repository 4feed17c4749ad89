import type { Pool } from 'pg';
import { enterSupplierDocument, type SupplierDocumentRequest } from '../imetal/acts/supplier-documents';
import { type ReceiptName, type ReceivedOrder, receivedAnywhere } from './goods-receipts';
import { asEntered, numberedKeys, type OtherDocument } from './other-document';
import { unknownSupplierCode } from './parties';

type DocumentOfDay = Omit<SupplierDocumentRequest, 'date'> & { wrong?: NonNullable<OtherDocument['wrong']> };

const expense = (purchaseGroup: string, costGroup: 'MAT' | 'TRN' | 'PRD' | 'MSC', value: string, description: string) =>
  ({ kind: 'expense', purchaseGroup, costGroup, value, description }) as const;

/** In the order in which they are entered, from which their numbers follow; the first is `HOU-PIN-500001`. */
function documentsOfDay(received: Record<ReceiptName, ReceivedOrder>): DocumentOfDay[] {
  const stock = (name: ReceiptName, value: string, description: string, receiptItem = 1, receivedValue?: string) => {
    const match = { receiptKey: received[name].receiptKey, receiptItem };
    const matches = [receivedValue === undefined ? match : { ...match, receivedValue }];
    return { kind: 'stock', value, description, matches } as const;
  };
  const orderOf = (name: ReceiptName) => ({ purchaseOrderId: received[name].purchaseOrderId });
  return [
    {
      ...{ type: 'PIN', branch: 'HOU', supplierCode: 'V00205', supplierDocumentNumber: 'SP-88120' },
      ...orderOf('plate'),
      items: [stock('plate', '12500.00', 'Plate A36 1/4 in'), stock('plate', '8240.50', 'Plate A572-50 1 in', 2)],
    },
    {
      // Dearer than it was received, and at another rate.
      ...{ type: 'PIN', branch: 'HOU', supplierCode: 'V00208', supplierDocumentNumber: 'SLC-5501' },
      ...orderOf('coilFromCanada'),
      exchangeRate: '0.72010000',
      items: [stock('coilFromCanada', '20150.00', 'Cold rolled coil')],
    },
    {
      ...{ type: 'PIN', branch: 'TOR', supplierCode: 'V00206', supplierDocumentNumber: 'HHS-2026-311' },
      ...orderOf('bar'),
      items: [stock('bar', '15300.25', 'Round bar 4140')],
    },
    {
      ...{ type: 'PIN', branch: 'BHM', supplierCode: 'V00207', supplierDocumentNumber: 'TPS/9914' },
      ...orderOf('beams'),
      items: [stock('beams', '9850.30', 'Universal beams')],
    },
    {
      ...{ type: 'PIN', branch: 'BHM', supplierCode: 'V00207', supplierDocumentNumber: 'TPS/9915' },
      ...orderOf('sections'),
      items: [stock('sections', '2200.00', 'RHS, first of three loads', 1, '2200.00')],
    },
    {
      ...{ type: 'PIN', branch: 'HOU', supplierCode: 'V00209', supplierDocumentNumber: 'GT-1187' },
      items: [
        expense('SUN', 'MSC', '1844.00', 'Tyres for two tractors'),
        expense('SUN', 'MSC', '96.50', 'Valves, balancing'),
      ],
    },
    {
      ...{ type: 'PIN', branch: 'BHM', supplierCode: 'V00210', supplierDocumentNumber: 'SPW-340' },
      items: [
        expense('SUN', 'MSC', '612.40', 'Pallets 1200 x 1000'),
        { ...expense('SUN', 'MSC', '45.00', 'Deposit on returnable crates'), taxExempt: true },
      ],
    },
    {
      ...{ type: 'PIN', branch: 'TOR', supplierCode: 'V00203', supplierDocumentNumber: 'DC-7781' },
      items: [
        expense('SUN', 'TRN', '1310.00', 'Flatbed to Montréal'),
        expense('SUN', 'TRN', '88.15', 'Fuel surcharge'),
      ],
    },
    {
      ...{ type: 'PIN', branch: 'HOU', supplierCode: 'V00201', supplierDocumentNumber: 'ICF-20931' },
      items: [expense('SUN', 'TRN', '2405.60', 'Houston to Tulsa, two loads')],
    },
    {
      ...{ type: 'PIN', branch: 'HOU', supplierCode: 'V00202', supplierDocumentNumber: 'PPB-4410' },
      items: [expense('SUN', 'PRD', '733.25', 'Plasma burning')],
    },
    {
      ...{ type: 'PIN', branch: 'DAL', supplierCode: 'V00205', supplierDocumentNumber: 'SP-88131' },
      ...orderOf('tube'),
      items: [stock('tube', '3000.00', 'Square tube'), expense('SUN', 'TRN', '180.00', 'Delivery')],
    },
    {
      ...{ type: 'PIN', branch: 'BHM', supplierCode: 'V00204', supplierDocumentNumber: 'TVH-118' },
      items: [expense('SUN', 'TRN', '540.00', 'Birmingham to Sheffield')],
    },
    {
      ...{ type: 'PCR', branch: 'HOU', supplierCode: 'V00205', supplierDocumentNumber: 'SP-CR-201' },
      creditedDocumentKey: 'HOU-PIN-500001',
      items: [stock('plateReturned', '1041.67', 'Plate returned, laminated')],
    },
    {
      ...{ type: 'PCR', branch: 'HOU', supplierCode: 'V00209', supplierDocumentNumber: 'GT-CR-9' },
      items: [expense('SUN', 'MSC', '46.50', 'Balancing not done')],
    },
    {
      ...{ type: 'PIN', branch: 'HOU', supplierCode: 'V00201', supplierDocumentNumber: 'ICF-20940' },
      status: 'HLD',
      items: [expense('SUN', 'TRN', '310.00', 'Held: which load was it?')],
    },
    ...wrongDocumentsOfDay,
  ];
}

/** A bill that finance keyed in by hand before the day began; operations enter it too. */
export const billKeyedByFinance = { vendorId: 'V00209', billNumber: 'GT-1190', amount: '1940.50' } as const;

const wrongDocumentsOfDay: readonly DocumentOfDay[] = [
  {
    ...{ type: 'PIN', branch: 'HOU', supplierCode: 'V00205', supplierDocumentNumber: 'SP-88150' },
    items: [{ kind: 'stock', value: '4110.00', description: 'Plate that has not come', matches: [] }],
    wrong: {
      expectedCode: 'GOODS_UNMATCHED',
      fix: 'Receive the goods in iMetal and match the invoice; or say in the profile (purchasing.unmatched) which account takes it.',
    },
  },
  {
    ...{ type: 'PIN', branch: 'HOU', supplierCode: 'V00209', supplierDocumentNumber: billKeyedByFinance.billNumber },
    items: [expense('SUN', 'MSC', billKeyedByFinance.amount, 'Tyres for two tractors')],
    wrong: {
      expectedCode: 'BILL_NUMBER_TAKEN',
      fix: 'Finance keyed this bill in already: abandon it with that reason, or correct its number in iMetal.',
    },
  },
  {
    ...{ type: 'PIN', branch: 'BHM', supplierCode: 'V00204', supplierDocumentNumber: 'TVH-121' },
    items: [expense('SUN', 'TRN', '260.00', 'Birmingham to Leeds')],
    grossError: '5.00',
    wrong: {
      expectedCode: 'TOTAL_MISMATCH',
      fix: 'Correct the gross amount in iMetal: it is 5.00 more than its lines.',
    },
  },
  {
    ...{ type: 'PIN', branch: 'DAL', supplierCode: unknownSupplierCode, supplierDocumentNumber: 'THG-77' },
    items: [expense('SUN', 'PRD', '1275.00', 'Hot dip galvanizing')],
    wrong: {
      expectedCode: 'VENDOR_UNKNOWN',
      fix: `Create vendor ${unknownSupplierCode} in Intacct: it goes through by itself.`,
    },
  },
];

/** Enters the day's invoices and credits of suppliers, matched with the goods received. */
export async function enterSupplierDocuments(
  owner: Pool,
  date: string,
  received: Record<ReceiptName, ReceivedOrder>,
): Promise<OtherDocument[]> {
  const documents = documentsOfDay(received);
  const keys: string[] = [];
  for (const { wrong: _wrong, ...request } of documents) {
    keys.push((await enterSupplierDocument(owner, { ...request, date })).documentKey);
  }
  return asEntered(documents, supplierKeys(documents), keys);
}

function supplierKeys(documents: readonly DocumentOfDay[]): string[] {
  return numberedKeys(documents, 500_000, false);
}

/** The day's supplier documents that are wrong on purpose; which goods were received does not matter to their keys. */
export const wrongSupplierDocuments: readonly OtherDocument[] = (() => {
  const documents = documentsOfDay(receivedAnywhere());
  const keys = supplierKeys(documents);
  return asEntered(documents, keys, keys).filter(({ wrong }) => wrong !== null);
})();
