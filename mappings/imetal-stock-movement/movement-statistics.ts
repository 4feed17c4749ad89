import type { ImetalProfile } from '../../domain/imetal-profile';
import { absoluteAmount, compareAmounts, isAmount, isZeroAmount, sumAmounts } from '../../domain/money';
import type { SourceStockMovement } from '../../domain/source-stock-movement';
import type { StatisticalEntry, StatisticalLine } from '../../domain/statistical-entry';
import { cutVisibly, printableText } from '../../domain/text';
import type { ReportFault } from '../fault-report';
import { fieldLengthMaxCharacters } from '../field-lengths';
import { groupByKey } from '../group-by-key';
import { countInWords } from '../imetal-invoice/count-in-words';
import { findDepartment } from '../imetal-invoice/ledger-coding';
import { compareText } from '../text-order';
import { reasonInWords } from './code-movement';
import type { PlacedLine } from './movement-entities';
import type { MovementRule } from './movement-rule';

/** What a statistical entry takes from its movement. */
export interface StatisticsHeading {
  postingDate: string;
  title: string;
}

/**
 * Quantities of a movement, where its rule asks for them: a line per location, department and direction. Each stock item's
 * quantity stands on its material line; one without is QUANTITY_MISSING. Null when nothing is asked or nothing moved.
 */
export function createStatistics(
  movement: SourceStockMovement,
  lines: readonly PlacedLine[],
  rule: MovementRule,
  profile: ImetalProfile,
  heading: StatisticsHeading,
  report: ReportFault,
): StatisticalEntry | null {
  const { statistics } = rule;
  if (statistics === undefined) return null;
  const counted = lines.flatMap((placed) => {
    const quantity = placed.line[statistics.quantity];
    if (quantity !== null && isAmount(quantity)) return isZeroAmount(quantity) ? [] : [{ placed, quantity }];
    // The other cost groups of an item carry no quantity, so that sums count each item once.
    if (placed.line.costGroup === 'material' || quantity !== null) {
      reportMissing(placed, statistics.quantity, quantity, report);
    }
    return [];
  });
  const groups = groupByKey(counted, ({ placed, quantity }) =>
    JSON.stringify([
      placed.branch.location,
      rule.department ?? findDepartment(placed.line.salesGroupCode, profile) ?? '',
      sideOf(quantity),
    ]),
  );
  if (groups.size === 0) return null;
  const sorted = [...groups].sort(([a], [b]) => compareText(a, b));
  return {
    journalSymbol: statistics.journal,
    postingDate: heading.postingDate,
    title: heading.title,
    referenceNumber: movement.documentKey,
    lines: sorted.flatMap(([, members], index): StatisticalLine[] => {
      const [first] = members;
      if (first === undefined) return [];
      const { placed, quantity } = first;
      const departmentId = rule.department ?? findDepartment(placed.line.salesGroupCode, profile);
      const words = `${reasonInWords(movement)}, ${statistics.quantity}, ${countInWords(members.length, 'item')}`;
      return [
        {
          lineNumber: index + 1,
          side: sideOf(quantity),
          accountNumber: statistics.account,
          quantity: absoluteAmount(sumAmounts(members.map((member) => member.quantity))),
          memo: cutVisibly(printableText(words), fieldLengthMaxCharacters.memo),
          dimensions: { locationId: placed.branch.location, ...(departmentId === null ? {} : { departmentId }) },
        },
      ];
    }),
  };
}

/** As with value, positive leaves the stock. */
function sideOf(quantity: string): StatisticalLine['side'] {
  return compareAmounts(quantity, '0') > 0 ? 'decrease' : 'increase';
}

function reportMissing({ line }: PlacedLine, name: string, quantity: string | null, report: ReportFault): void {
  report({
    code: 'QUANTITY_MISSING',
    field: `line ${line.lineId}: ${name}`,
    expected: `a number of ${name}`,
    actual: quantity ?? 'none',
    says:
      quantity === null
        ? `${name} is missing, and the company profile asks for it`
        : `${name} '${quantity}' is no number`,
    line: `line ${line.lineId}`,
  });
}
