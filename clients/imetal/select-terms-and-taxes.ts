import { z } from 'zod';
import type { ImetalTaxRate } from './imetal-masters';
import { amountField, dateField, optionalTextField, textField } from './row-fields';
import type { SelectRows } from './snapshot';

const termRow = z.object({
  code: textField,
  description: optionalTextField,
  applies_to: optionalTextField,
  due_days: z.number().int().nullable(),
  due_month_ends: z.number().int().nullable(),
  settlement_days: z.number().int().nullable(),
  settlement_discount: amountField.nullable(),
  penalty_percentage: amountField.nullable(),
  penalty_period: optionalTextField,
  narrative: optionalTextField,
  active: z.boolean(),
  external_reference: optionalTextField,
});

const taxRateRow = z
  .object({
    rate: amountField,
    effective_from: dateField,
    effective_to: dateField.nullable(),
    external_reference: optionalTextField,
    active: z.boolean(),
  })
  .transform(
    (row): ImetalTaxRate => ({
      rate: row.rate,
      effectiveFrom: row.effective_from,
      effectiveTo: row.effective_to,
      externalReference: row.external_reference,
      isActive: row.active,
    }),
  );

/** A term by its code, in the words of `import_terms`; a deleted one is inactive. Null when there is none. */
export async function selectTerm(
  select: SelectRows,
  code: string,
): Promise<Record<string, string | number | boolean | null> | null> {
  const rows = await select(
    termRow,
    `SELECT term.code AS code,
            term.description AS description,
            term.applies_to::text AS applies_to,
            term.due_days AS due_days,
            term.due_month_ends AS due_month_ends,
            term.settlement_days AS settlement_days,
            term.settlement_discount::text AS settlement_discount,
            term.penalty_percentage::text AS penalty_percentage,
            term.penalty_period AS penalty_period,
            term.narrative AS narrative,
            term.status <> 'D' AND term.active IS NOT FALSE AS active,
            term.external_reference AS external_reference
       FROM terms term
      WHERE term.code = $1::text
      ORDER BY term.status <> 'D' DESC, term.id DESC
      LIMIT 1`,
    [code],
  );
  return rows[0] ?? null;
}

/** Rates of an authority, class and type that are not deleted, newest first. */
export async function selectTaxRates(
  select: SelectRows,
  authorityCode: string,
  taxClass: number,
  taxType: 'S' | 'P',
): Promise<ImetalTaxRate[]> {
  return select(
    taxRateRow,
    `SELECT rate.rate::text AS rate,
            to_char(rate.effective_from, 'YYYY-MM-DD') AS effective_from,
            to_char(rate.effective_to, 'YYYY-MM-DD') AS effective_to,
            rate.external_reference AS external_reference,
            rate.active IS TRUE AS active
       FROM tax_rates rate
       JOIN tax_authorities authority ON authority.id = rate.tax_authority_id
      WHERE authority.code = $1::text
        AND rate.tax_class = $2::integer
        AND rate.tax_type = $3::text
        AND rate.status <> 'D'
      ORDER BY rate.effective_from DESC`,
    [authorityCode, taxClass, taxType],
  );
}
