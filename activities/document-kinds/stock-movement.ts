import type { ImetalProfile } from '../../domain/imetal-profile';
import { type Amount, compareAmounts, negateAmount, sumAmounts } from '../../domain/money';
import type { DocumentSummary, PlannedDocument } from '../../domain/posting';
import type { StockMovementPlan } from '../../domain/posting-plan';
import type { SourceStockMovement } from '../../domain/source-stock-movement';
import {
  mapImetalStockMovementToIntacct,
  movementMappingVersion,
} from '../../mappings/imetal-stock-movement-to-intacct';
import { stockMovementContentHash } from '../../mappings/source-content';
import { type MappedDocument, mapReading } from './document-kind';
import { type ImetalMappingContext, imetalDocumentKind } from './imetal-documents';

/** A stock movement that belongs to no invoice: a journal entry, and quantities beside it where the profile asks. */
export const stockMovement = imetalDocumentKind({
  kind: 'stock-movement',
  flow: 'ledger-entry',
  feed: 'imetal/stock-movements',
  noun: 'stock movement',
  mappingVersion: movementMappingVersion,
  types: (profile) => profile.ledgerEntries.movementTypes,
  leadingPurpose: () => 'ledger-entry',
  async read(imetal, documentKey, profile) {
    const reading = await imetal.readStockMovement(documentKey);
    return mapReading(reading, (movement) => ({
      summary: summaryOf(movement, profile),
      contentHash: stockMovementContentHash(movement),
      version: movement.version,
      map: async (context) => mapMovement(movement, context),
    }));
  },
});

/** What was taken out of stock or put in, whichever is more: of a transfer its value once. Null while a line has none. */
function summaryOf(movement: SourceStockMovement, profile: ImetalProfile): DocumentSummary {
  const values = movement.lines.flatMap(({ baseValue }): Amount[] => (baseValue === null ? [] : [baseValue]));
  const out = sumAmounts(values.filter((value) => compareAmounts(value, '0') > 0));
  const into = negateAmount(sumAmounts(values.filter((value) => compareAmounts(value, '0') < 0)));
  return {
    documentKey: movement.documentKey,
    party: null,
    partyName: null,
    entityId: profile.branches[movement.branchCode]?.entity ?? null,
    currency: movement.baseCurrency,
    amount: values.length < movement.lines.length ? null : compareAmounts(out, into) > 0 ? out : into,
  };
}

function mapMovement(movement: SourceStockMovement, { profile, postingDate }: ImetalMappingContext): MappedDocument {
  const correction = postingDate === undefined ? {} : { postingDate };
  const mapped = mapImetalStockMovementToIntacct(movement, profile, correction);
  if (mapped.kind === 'nothing') return { ...mapped, trace: [] };
  if (mapped.kind === 'exceptions') return mapped;
  const { entityId, trace, totals } = mapped.plan;
  return {
    kind: 'plan',
    entityId,
    documents: documentsOf(mapped.plan),
    trace,
    totals: { ...totals },
    poolsCostOfSales: false,
    pooledEntry: null,
  };
}

function documentsOf({ entry, statistics }: StockMovementPlan): PlannedDocument[] {
  return [
    ...(entry === null ? [] : [{ purpose: 'ledger-entry', kind: 'create-journal-entry', entry } as const]),
    ...(statistics === null
      ? []
      : [{ purpose: 'statistical-entry', kind: 'create-statistical-entry', entry: statistics } as const]),
  ];
}
