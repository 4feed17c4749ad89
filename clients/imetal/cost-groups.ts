import { isZeroAmount } from '../../domain/money';
import type { CostGroup, SourceAccount, SourceInvoice } from '../../domain/source-invoice';

const costGroupByCode: ReadonlyMap<string, CostGroup> = new Map([
  ['MAT', 'material'],
  ['TRN', 'freight'],
  ['PRD', 'processing'],
  ['MSC', 'miscellaneous'],
  ['SUR', 'surcharge'],
]);

/** What a stock movement's item moved, cost group by cost group. */
export interface MovedValues {
  material_value: string | null;
  transport_value: string | null;
  production_value: string | null;
  miscellaneous_value: string | null;
  surcharge_value: string | null;
}

/** A cost group's value, with iMetal's code of the group. */
export interface MovedValue {
  costGroup: CostGroup;
  code: string;
  value: string | null;
}

/** The cost group of iMetal's code; the code as it came when it is none of the five. */
export function toCostGroup(code: string): CostGroup | string {
  return costGroupByCode.get(code.trim()) ?? code;
}

/** The five values of an item, material first. */
export function movedValues(row: MovedValues): MovedValue[] {
  return [
    { costGroup: 'material', code: 'MAT', value: row.material_value },
    { costGroup: 'freight', code: 'TRN', value: row.transport_value },
    { costGroup: 'processing', code: 'PRD', value: row.production_value },
    { costGroup: 'miscellaneous', code: 'MSC', value: row.miscellaneous_value },
    { costGroup: 'surcharge', code: 'SUR', value: row.surcharge_value },
  ];
}

/** Value that is there, or is missing where it should be. */
export function hasMoved({ value }: MovedValue): boolean {
  return value === null || !isZeroAmount(value);
}

/** A nominal account; null when there is none. */
export function toAccount(code: string | null, externalCode: string | null): SourceAccount | null {
  return code === null ? null : { code, externalCode };
}

/** A rate without its operator could be used either way, so it is no rate. */
export function toExchangeRate(row: {
  exchange_rate: string | null;
  exchange_rate_operator: '*' | '/' | null;
}): SourceInvoice['exchangeRate'] {
  if (row.exchange_rate === null || row.exchange_rate_operator === null) return null;
  return { rate: row.exchange_rate, operator: row.exchange_rate_operator === '*' ? 'multiply' : 'divide' };
}
