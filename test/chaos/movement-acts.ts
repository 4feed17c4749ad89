import { setTimeout as pause } from 'node:timers/promises';
import {
  bookStockMovement,
  bookStockMovementHeaderFirst,
  processStockMovement,
  type StockMovementRequest,
  transferStock,
} from '../../sandbox/imetal/acts/stock-movements';
import { defaultBusinessDate } from '../../sandbox/sample-day/generate-sample-day';
import type { Random } from '../../sandbox/sample-day/random';
import { type ActPlace, writeRestLater } from './operations-acts';
import { throughFalls } from './through-falls';

/** What happens to stock: one of these each time, every one before any comes again. */
export const movementVariants = [
  'lost',
  'damaged',
  'counted more',
  'counted less',
  'revalued',
  'moved to another branch',
  'moved to another entity',
  'processed later',
  'half-written',
  'moved without a rule',
  'written off without a rule',
] as const;
export type MovementVariant = (typeof movementVariants)[number];

const PRODUCT = 'RB1018';

/** Moves stock of some branch. */
export async function moveStock({ owner }: ActPlace, variant: MovementVariant, random: Random): Promise<void> {
  const value = `${random.between(1, 900)}.${String(random.between(0, 99)).padStart(2, '0')}`;
  const weight = `${random.between(1, 400)}.${random.between(100, 999)}`;
  switch (variant) {
    case 'moved to another branch':
      return transfer(owner, 'DAL', value, weight);
    case 'moved to another entity':
      return transfer(owner, 'BMT', value, weight);
    case 'moved without a rule':
      return transfer(owner, 'TOR', value, weight);
    default:
      return book(owner, variant, random, value, weight);
  }
}

async function transfer(owner: ActPlace['owner'], toWarehouse: string, value: string, weight: string): Promise<void> {
  const request = { date: defaultBusinessDate, fromBranch: 'HOU', fromTag: 'CHAOS-FROM', product: PRODUCT, pieces: 2 };
  await throughFalls(() =>
    transferStock(owner, { ...request, toTag: `CHAOS-TO-${toWarehouse}`, toWarehouse, weight, value }),
  );
}

type Booked = Exclude<MovementVariant, 'moved to another branch' | 'moved to another entity' | 'moved without a rule'>;

const kinds: Readonly<Record<Booked, Pick<StockMovementRequest, 'type' | 'reasonCode'> & { isInto?: true }>> = {
  lost: { type: 'WOF', reasonCode: 'LOST' },
  damaged: { type: 'WOF', reasonCode: 'DMG' },
  'counted more': { type: 'CNT', isInto: true },
  'counted less': { type: 'CNT' },
  revalued: { type: 'RVL', isInto: true },
  'processed later': { type: 'WOF', reasonCode: 'LOST' },
  'half-written': { type: 'CNT' },
  'written off without a rule': { type: 'WOF', reasonCode: 'MKT' },
};

async function book(
  owner: ActPlace['owner'],
  variant: Booked,
  random: Random,
  value: string,
  weight: string,
): Promise<void> {
  const { isInto, ...kind } = kinds[variant];
  const branch = random.pick(['HOU', 'DAL', 'TOR', 'BHM'] as const);
  const sign = isInto === true ? '' : '-';
  const item = {
    tag: `CHAOS-${branch}`,
    product: PRODUCT,
    pieces: 1,
    weight: `${sign}${weight}`,
    values: { MAT: `${sign}${value}` },
  };
  const request: StockMovementRequest = { ...kind, branch, date: defaultBusinessDate, items: [item] };
  if (variant === 'half-written') {
    const written = await throughFalls(() => bookStockMovementHeaderFirst(owner, request));
    return writeRestLater(owner, 'stock_transaction_items', 'stock_transaction_id', written, random);
  }
  if (variant !== 'processed later') {
    await throughFalls(() => bookStockMovement(owner, request));
    return;
  }
  const { documentKey } = await throughFalls(() => bookStockMovement(owner, { ...request, unprocessed: true }));
  await pause(random.between(200, 3000));
  await throughFalls(async () => {
    // Processed already, and only the answer was lost: then there is none that waits.
    const { rowCount } = await owner.query(
      `select 1 from stock_transactions movement join branches branch on branch.id = movement.branch_id
        where branch.code || '-' || movement.type || '-' || movement.number = $1 and not movement.processed`,
      [documentKey],
    );
    if (rowCount === 1) await processStockMovement(owner, documentKey);
  });
}
