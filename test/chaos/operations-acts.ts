import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { HalfWrittenDocument } from '../../sandbox/imetal/acts/written-document';
import type { FinancePort } from '../../sandbox/sample-day/finance-port';
import type { Random } from '../../sandbox/sample-day/random';
import type { ChaosFlow } from './chaos-flows';
import { creditSome, creditVariants } from './credit-acts';
import { actInFinance, financeVariants } from './finance-acts';
import type { IntacctAdmin } from './intacct-admin';
import { movementVariants, moveStock } from './movement-acts';
import { buySomething, purchaseVariants } from './purchase-acts';
import { changeRecord, recordVariants } from './record-acts';
import { throughFalls } from './through-falls';
import type { Verdicts } from './verdicts';

/** A header without its rows for so long at most: within the profile's patience. */
const HALF_WRITTEN_MS_MAX = 6000;

/** Where operations work, and what they keep their hands off. */
export interface ActPlace {
  owner: Pool;
  live: Pool;
  verdicts: Verdicts;
  /** Invoices that one act has taken for itself, so that what is to become of each stays clear. */
  claimed: Set<string>;
  finance: FinancePort;
  admin: IntacctAdmin;
  /** Reasons of wrong invoices that somebody took away: those invoices are to go through by themselves. */
  mended: Set<string>;
}

type Act = () => Promise<void>;

/**
 * Operations' and finance's acts of the flows, evenly over the time, `perFlow` of each; every variant comes before any comes again.
 * Through every fall of the database: what a kill swallowed is done twice, as a person would.
 */
export async function actOverTime(
  place: ActPlace,
  flows: readonly ChaosFlow[],
  perFlow: number,
  withinMs: number,
  random: Random,
): Promise<void> {
  await Promise.all(
    flows.map(async (flow) => {
      for (const act of actsOf(flow, place, perFlow, random)) {
        await pause(withinMs / perFlow);
        await act();
      }
    }),
  );
}

function actsOf(flow: ChaosFlow, place: ActPlace, howMany: number, random: Random): Act[] {
  switch (flow) {
    case 'credits':
      return inTurn(creditVariants, howMany, random).map((variant) => () => creditSome(place, variant, random));
    case 'purchasing':
      return inTurn(purchaseVariants, howMany, random).map((variant) => () => buySomething(place, variant, random));
    case 'movements':
      return inTurn(movementVariants, howMany, random).map((variant) => () => moveStock(place, variant, random));
    case 'records':
      return inTurn(recordVariants, howMany, random).map((variant) => () => changeRecord(place, variant, random));
    case 'finance':
      return inTurn(financeVariants, howMany, random).map((variant) => async () => {
        await actInFinance(place, variant, random);
      });
  }
}

/** Begins somewhere in the list and goes round. */
function inTurn<Variant>(variants: readonly Variant[], howMany: number, random: Random): Variant[] {
  const first = random.below(variants.length);
  return Array.from(
    { length: howMany },
    (_, index) => variants[(first + index) % variants.length] ?? random.pick(variants),
  );
}

/** Writes the rest of a document some seconds after its header, once, through every fall of the database. */
export async function writeRestLater(
  owner: Pool,
  table: string,
  column: string,
  written: HalfWrittenDocument,
  random: Random,
): Promise<void> {
  await pause(random.between(500, HALF_WRITTEN_MS_MAX));
  await throughFalls(async () => {
    // A commit whose answer a kill swallowed has happened all the same.
    const { rowCount } = await owner.query(`select 1 from ${table} where ${column} = $1 limit 1`, [written.id]);
    if (rowCount === 0) await written.writeRest();
  });
}
