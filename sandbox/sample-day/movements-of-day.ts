import type { Pool } from 'pg';
import { bookStockMovement, type StockMovementRequest, transferStock } from '../imetal/acts/stock-movements';
import { asEntered, numberedKeys, type OtherDocument } from './other-document';

type MovementOfDay = Omit<StockMovementRequest, 'date' | 'items'> & {
  product: string;
  pieces: number;
  weight: string;
  /** Base currency; negative goes out of stock. */
  value: string;
  wrong?: NonNullable<OtherDocument['wrong']>;
};

// In the order in which they are booked, from which their numbers follow.
const movementsOfDay: readonly MovementOfDay[] = [
  {
    type: 'WOF',
    branch: 'HOU',
    reasonCode: 'LOST',
    product: 'RB1018',
    pieces: -2,
    weight: '-96.000',
    value: '-845.20',
  },
  {
    type: 'WOF',
    branch: 'DAL',
    reasonCode: 'DMG',
    product: 'CR16-048',
    pieces: -1,
    weight: '-1400.000',
    value: '-1230.00',
  },
  {
    type: 'WOF',
    branch: 'TOR',
    reasonCode: 'DMG',
    product: 'W12X26',
    pieces: -1,
    weight: '-520.000',
    value: '-402.66',
  },
  {
    type: 'CNT',
    branch: 'HOU',
    reasonCode: 'CNT',
    product: 'PL36-0500',
    pieces: 0,
    weight: '-412.500',
    value: '-310.15',
  },
  {
    type: 'CNT',
    branch: 'TOR',
    reasonCode: 'CNT',
    product: 'AL6061-PL',
    pieces: 1,
    weight: '310.000',
    value: '720.40',
  },
  { type: 'CNT', branch: 'BHM', reasonCode: 'CNT', product: 'EN8-50', pieces: -3, weight: '-88.250', value: '-151.90' },
  { type: 'RVL', branch: 'BHM', reasonCode: 'MKT', product: 'SS316-PL', pieces: 0, weight: '0', value: '-1500.00' },
  // Entered only, so that nothing flows yet.
  {
    ...{
      type: 'CNT',
      branch: 'DAL',
      reasonCode: 'CNT',
      product: 'PP-2-40',
      pieces: 2,
      weight: '60.000',
      value: '44.10',
    },
    unprocessed: true,
  },
  {
    ...{
      type: 'WOF',
      branch: 'HOU',
      reasonCode: 'SCR',
      product: 'SS304-11',
      pieces: -1,
      weight: '-75.000',
      value: '-118.30',
    },
    wrong: {
      expectedCode: 'MOVEMENT_UNMAPPED',
      fix: 'Name the accounts of WOF/SCR in the profile (ledgerEntries.movements): it goes through by itself.',
    },
  },
];

interface TransferOfDay {
  fromBranch: string;
  toBranch: string;
  product: string;
  pieces: number;
  weight: string;
  value: string;
  wrong?: NonNullable<OtherDocument['wrong']>;
}

const transfersOfDay: readonly TransferOfDay[] = [
  // Within an entity: it stays in its account.
  { fromBranch: 'HOU', toBranch: 'DAL', product: 'PL36-0250', pieces: 3, weight: '4560.000', value: '2400.00' },
  // Between entities of one currency, by the profile's rule.
  { fromBranch: 'HOU', toBranch: 'BMT', product: 'RB4140', pieces: 20, weight: '3040.000', value: '3150.00' },
  {
    ...{ fromBranch: 'HOU', toBranch: 'TOR', product: 'CR16-048', pieces: 1, weight: '2200.000', value: '1985.00' },
    wrong: {
      expectedCode: 'MOVEMENT_ACROSS_ENTITIES',
      fix: 'Finance keys the transfer in, for the entities have different currencies: abandon it with that reason.',
    },
  },
];

const all = [
  ...movementsOfDay,
  ...transfersOfDay.map((transfer) => ({ ...transfer, branch: transfer.fromBranch, type: 'TRF' })),
];
const keysOfDay = numberedKeys(all, 900_000, true);

/** Books the day's write-offs, counts, revaluations and transfers. */
export async function enterStockMovements(owner: Pool, date: string): Promise<OtherDocument[]> {
  const keys: string[] = [];
  for (const [index, movement] of movementsOfDay.entries()) {
    const { wrong: _wrong, product, pieces, weight, value, ...request } = movement;
    const moved = { tag: `M${index + 1}-${product}`.slice(0, 16), product, pieces, weight, values: { MAT: value } };
    keys.push((await bookStockMovement(owner, { ...request, date, items: [moved] })).documentKey);
  }
  for (const [index, { wrong: _wrong, toBranch, ...transfer }] of transfersOfDay.entries()) {
    const tags = { fromTag: `TF${index + 1}-${transfer.product}`, toTag: `TT${index + 1}-${transfer.product}` };
    keys.push((await transferStock(owner, { ...transfer, ...tags, date, toWarehouse: toBranch })).documentKey);
  }
  return asEntered(all, keysOfDay, keys);
}

/** The day's movements that are wrong on purpose. */
export const wrongMovements: readonly OtherDocument[] = asEntered(all, keysOfDay, keysOfDay).filter(
  ({ wrong }) => wrong !== null,
);
