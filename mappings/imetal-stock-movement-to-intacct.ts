import type { PostingException } from '../domain/exception';
import type { ImetalProfile } from '../domain/imetal-profile';
import type { JournalEntry } from '../domain/journal-entry';
import { compareAmounts, formatCents, isZeroAmount, negateAmount, sumAmounts } from '../domain/money';
import type { StockMovementPlan } from '../domain/posting-plan';
import type { SourceStockMovement } from '../domain/source-stock-movement';
import { cutVisibly, printableText } from '../domain/text';
import { createFaultReport, type ReportFault } from './fault-report';
import { fieldLengthMaxCharacters } from './field-lengths';
import { groupByKey } from './group-by-key';
import { requireCurrency } from './imetal-invoice/document-currency';
import { type PairedValue, pairLines } from './imetal-invoice/journal-pairs';
import { orderTraceBy } from './imetal-invoice/trace-order';
import { checkMovement } from './imetal-stock-movement/check-movement';
import { codeMovement, reasonInWords } from './imetal-stock-movement/code-movement';
import {
  findMovementPlace,
  type MovementPlace,
  type PlacedLine,
  placeLines,
  reportUnbalanced,
} from './imetal-stock-movement/movement-entities';
import { findMovementRule, findStockAccount, type MovementRule } from './imetal-stock-movement/movement-rule';
import { createStatistics } from './imetal-stock-movement/movement-statistics';
import { proveMovementTrace } from './prove-trace';
import { checkJournalReference, requiredDate, requiredDocumentKey } from './required-fields';
import { compareIds } from './text-order';

/** Goes into every plan and posting of a stock movement: rises when the same one would become another plan. */
export const movementMappingVersion = 'imetal-stock-movement-to-intacct/1';

/** The exact Intacct documents; or that none is needed, and why; or every reason why there are none. */
export type StockMovementCollapse =
  | { kind: 'plan'; plan: StockMovementPlan }
  | { kind: 'nothing'; reason: string }
  | { kind: 'exceptions'; exceptions: PostingException[] };

/**
 * Maps a stock movement that belongs to no invoice to a balanced journal entry by the profile's accounts for its type and
 * reason, with the quantities beside it where the profile asks; or gives all its faults at once; or says that there is
 * nothing to post. Between two entities, by the profile's rule, each entity's lines balance. Pure and total; the order of
 * source lines does not matter. Sources: facts/imetal.md 1.4, facts/intacct.md 7, 8.9.
 */
export function mapImetalStockMovementToIntacct(
  movement: SourceStockMovement,
  profile: ImetalProfile,
  correction: { postingDate?: string } = {},
): StockMovementCollapse {
  const source = { ...movement, lines: [...movement.lines].sort((a, b) => compareIds(a.lineId, b.lineId)) };
  const { report, exceptions } = createFaultReport(source.documentKey, 'movement');
  checkMovement(source, profile, report);
  requiredDocumentKey(source.documentKey, report);
  checkJournalReference(source.documentKey, report);
  const currency = requireCurrency('base currency', source.baseCurrency, report);
  const movementDate = requiredDate('movement date', source.movementDate, report);
  const postingDate =
    correction.postingDate === undefined ? movementDate : requiredDate('posting date', correction.postingDate, report);
  const rule = findMovementRule(source, profile, report);
  const lines = placeLines(source, profile, report);
  const place = findMovementPlace(source, lines, profile, report);
  if (rule !== null && place !== null) checkTransfer(source, lines, rule, place, profile, report);
  const heading = { postingDate: postingDate ?? '', title: titleOf(source) };
  const statistics = rule === null ? null : createStatistics(source, lines, rule, profile, heading, report);
  const faults = exceptions();
  if (faults.length > 0 || currency === null || rule === null || place === null) {
    return { kind: 'exceptions', exceptions: faults };
  }
  const { coded, dropped } = codeMovement(source, lines, rule, place, profile);
  if (coded.length === 0 && statistics === null) return { kind: 'nothing', reason: whyNothing(lines) };
  const { entry, trace } = createEntry(coded, source, currency, heading, profile);
  const fullTrace = orderTraceBy(
    source.lines.map(({ lineId }) => `movement:${lineId}`),
    [...trace, ...dropped.map((one) => ({ ...one, amount: formatCents(one.amount) }))],
  );
  const debits = (entry?.lines ?? []).filter(({ side }) => side === 'debit').map(({ amount }) => amount);
  const plan: StockMovementPlan = {
    entityId: place.kind === 'one-entity' ? place.entityId : '',
    entry,
    statistics,
    trace: fullTrace,
    totals: {
      sourceLines: source.lines.length,
      targetLines: (entry?.lines.length ?? 0) + (statistics?.lines.length ?? 0),
      baseCurrency: currency,
      value: formatCents(sumAmounts(lines.map(({ amount }) => amount))),
      debits: formatCents(sumAmounts(debits)),
    },
  };
  checkPlan(plan, source, report);
  const doubts = exceptions();
  return doubts.length > 0 ? { kind: 'exceptions', exceptions: doubts } : { kind: 'plan', plan };
}

/** Value that stays in its account must all arrive there: a difference would be lost without a word. */
function checkTransfer(
  movement: SourceStockMovement,
  lines: readonly PlacedLine[],
  rule: MovementRule,
  place: MovementPlace,
  profile: ImetalProfile,
  report: ReportFault,
): void {
  if (place.kind !== 'one-entity' || rule.debit !== rule.credit) return;
  const byAccount = groupByKey(lines, ({ line }) => findStockAccount(line.salesGroupCode, rule, profile));
  for (const ofAccount of byAccount.values()) {
    const amounts = ofAccount.map(({ amount }) => amount);
    const out = sumAmounts(amounts.filter((amount) => compareAmounts(amount, '0') > 0));
    const into = sumAmounts(amounts.filter((amount) => compareAmounts(amount, '0') < 0).map(negateAmount));
    if (compareAmounts(out, into) !== 0) reportUnbalanced(out, into, movement.baseCurrency, report);
  }
}

function whyNothing(lines: readonly PlacedLine[]): string {
  return lines.every(({ amount }) => isZeroAmount(amount))
    ? 'no value moved'
    : 'the value stays in its account and entity';
}

/** `HOU-WOF-900123 · WOF LOST Lost in yard`: the key first, and the reason as far as a title holds it. */
function titleOf(movement: SourceStockMovement): string {
  const title = `${movement.documentKey} · ${reasonInWords(movement)}`;
  return cutVisibly(printableText(title), fieldLengthMaxCharacters.journalTitle);
}

function createEntry(
  coded: readonly PairedValue[],
  movement: SourceStockMovement,
  currency: string,
  heading: { postingDate: string; title: string },
  profile: ImetalProfile,
): { entry: JournalEntry | null; trace: StockMovementPlan['trace'] } {
  const { lines, trace } = pairLines(coded);
  if (lines.length === 0) return { entry: null, trace };
  const { journal: journalSymbol } = profile.ledgerEntries;
  return { entry: { journalSymbol, ...heading, referenceNumber: movement.documentKey, currency, lines }, trace };
}

/** Asserts on the entry as it will be sent that each location balances and that its trace is a partition. */
function checkPlan(plan: StockMovementPlan, movement: SourceStockMovement, report: ReportFault): void {
  const balances = new Map<string, string>();
  for (const { dimensions, side, amount } of plan.entry?.lines ?? []) {
    const signed = side === 'debit' ? amount : negateAmount(amount);
    const { locationId } = dimensions;
    balances.set(locationId, sumAmounts([balances.get(locationId) ?? '0', signed]));
  }
  for (const [locationId, balance] of balances) {
    if (isZeroAmount(balance)) continue;
    const says = `debits less credits at location ${locationId} are ${formatCents(balance)} ${plan.totals.baseCurrency}`;
    report({ code: 'JOURNAL_UNBALANCED', field: 'journal', expected: '0.00', actual: balance, says });
  }
  for (const difference of proveMovementTrace(plan, movement).differences) {
    report({
      code: 'TOTAL_MISMATCH',
      field: 'trace',
      expected: 'every source line in exactly the lines it went into',
      actual: difference,
      says: `the trace does not prove the sums: ${difference}`,
    });
  }
}
