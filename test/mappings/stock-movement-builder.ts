import type { SourceStockMovement, SourceStockMovementLine } from '../../domain/source-stock-movement';

/** Value of material of one stock item in Houston; positive leaves the stock. */
export function buildMovementLine(
  lineId: string,
  baseValue: string,
  changes: Partial<SourceStockMovementLine> = {},
): SourceStockMovementLine {
  return {
    lineId: `${lineId}:MAT`,
    stockItemNumber: `7000${lineId}`,
    branchCode: 'HOU',
    warehouseCode: 'MAIN',
    productCode: 'RB4140',
    productGroupCode: 'BAR',
    salesGroupCode: 'BAR',
    costGroup: 'material',
    baseValue,
    pieces: null,
    weight: null,
    ...changes,
  };
}

/** A write-off of the Houston branch: lost in the yard. */
export function buildMovement(
  lines: SourceStockMovementLine[],
  changes: Partial<SourceStockMovement> = {},
): SourceStockMovement {
  return {
    sourceSystem: 'imetal',
    documentKey: 'HOU-WOF-900123',
    movementType: 'WOF',
    branchCode: 'HOU',
    number: '900123',
    movementDate: '2026-11-20',
    reasonCode: 'LOST',
    reasonDescription: 'Lost in yard',
    baseCurrency: 'USD',
    lines,
    version: 1,
    modifiedAt: '2026-11-20T12:00:00.000000+00:00',
    ...changes,
  };
}

/** The same lines as a movement of another type, without a reason unless one is given. */
export function asMovement(
  type: string,
  lines: SourceStockMovementLine[],
  changes: Partial<SourceStockMovement> = {},
): SourceStockMovement {
  return buildMovement(lines, {
    movementType: type,
    documentKey: `HOU-${type}-900123`,
    reasonCode: null,
    reasonDescription: null,
    ...changes,
  });
}
