import type { ClientBase } from 'pg';
import { insertRow, updateRow } from '../write-rows';
import { fitsAction, oneOf, required, type StandingRow, within } from './field-checks';
import { type Applied, type ImportDefinition, successNote } from './import-definition';
import type { StagedRow } from './staged-record';

/** Terms of payment, of customers, suppliers or both. A deletion makes them inactive: companies and documents still name them. */
export const importTerms: ImportDefinition = {
  table: 'import_terms',
  idColumn: 'imetal_id',
  children: [],
  async check({ live, header }) {
    const { row } = header;
    required(header, 'code');
    if (row.import_action !== 'D') {
      for (const column of ['description', 'applies_to', 'due_days', 'due_month_ends', 'active'])
        required(header, column);
    }
    oneOf(header, 'applies_to', ['C', 'S', 'B']);
    within(header, 'due_days', 0, 365);
    within(header, 'due_month_ends', 0, 12);
    within(header, 'settlement_days', 0, 365);
    within(header, 'settlement_discount', 0, 100);
    within(header, 'penalty_percentage', 0, 999);
    const standing = await findTerms(live, row.code ?? null);
    fitsAction(header, 'terms', `code "${row.code ?? ''}"`, standing);
    return () => apply(live, row, standing);
  },
};

async function findTerms(live: ClientBase, code: string | null): Promise<StandingRow | null> {
  const found = await live.query<StandingRow>('select id, version from terms where code = $1 for no key update', [
    code,
  ]);
  return found.rows[0] ?? null;
}

async function apply(live: ClientBase, row: StagedRow, standing: StandingRow | null): Promise<Applied> {
  const note = successNote('Terms', row.import_action, row.code ?? '');
  if (row.import_action === 'D' && standing !== null) {
    await updateRow(live, 'terms', standing.id, { active: false });
    return { note, id: standing.id };
  }
  const columns = {
    description: row.description ?? null,
    applies_to: row.applies_to ?? null,
    due_days: row.due_days ?? null,
    due_month_ends: row.due_month_ends ?? null,
    settlement_days: row.settlement_days ?? null,
    settlement_discount: row.settlement_discount ?? null,
    penalty_percentage: row.penalty_percentage ?? null,
    penalty_period: row.penalty_period ?? null,
    narrative: row.narrative ?? null,
    active: row.active === 'true',
    external_reference: row.external_reference ?? null,
  };
  if (standing !== null) await updateRow(live, 'terms', standing.id, columns);
  return { note, id: standing?.id ?? (await insertRow(live, 'terms', { code: row.code ?? null, ...columns })) };
}
