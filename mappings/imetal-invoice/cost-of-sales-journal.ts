import type { JournalEntry } from '../../domain/journal-entry';
import type { TraceEntry } from '../../domain/posting-plan';
import { cutVisibly, printableText } from '../../domain/text';
import { fieldLengthMaxCharacters } from '../field-lengths';
import type { CodedCost } from './code-costs';
import { pairLines } from './journal-pairs';

/** What a cost of sales journal takes from its invoice and profile. */
export interface JournalHeading {
  journalSymbol: string;
  postingDate: string;
  documentKey: string;
  currency: string;
  locationId: string;
}

/** Costs and stock adjustments of one document as a journal of pairs, `Cost of …` first. Null without costs. */
export function createCostOfSalesJournal(
  costs: readonly CodedCost[],
  heading: JournalHeading,
): { journal: JournalEntry | null; trace: TraceEntry[] } {
  const { lines, trace } = pairLines(
    costs.map((cost) => ({
      ...cost,
      titleTakenBack: `${cost.title} taken back`,
      locationId: heading.locationId,
    })),
  );
  if (lines.length === 0) return { journal: null, trace };
  const title = printableText(`Cost of sales ${heading.documentKey}`);
  const journal = {
    journalSymbol: heading.journalSymbol,
    postingDate: heading.postingDate,
    title: cutVisibly(title, fieldLengthMaxCharacters.journalTitle),
    referenceNumber: heading.documentKey,
    currency: heading.currency,
    lines,
  };
  return { journal, trace };
}
