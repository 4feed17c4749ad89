import type { ClientBase } from 'pg';
import { type Columns, insertRow, updateRow } from '../write-rows';
import { fitsAction, oneOf, type RowCheck, required, type StandingRow } from './field-checks';
import { type Applied, type ImportDefinition, successNote } from './import-definition';
import type { StagedRow } from './staged-record';

const slots = [1, 2, 3, 4, 5] as const;

/** Which authorities tax a document together, in their five slots; a slot has both an authority and a class, or neither. */
export const importTaxGroups: ImportDefinition = {
  table: 'import_tax_groups',
  idColumn: 'imetal_id',
  children: [],
  async check({ live, header }) {
    const { row } = header;
    for (const column of ['code', 'tax_type']) required(header, column);
    if (row.import_action !== 'D') required(header, 'description');
    oneOf(header, 'tax_type', ['S', 'P']);
    for (const slot of slots) await checkSlot(header, slot);
    const found = await live.query<StandingRow>(
      'select id, version from tax_groups where code = $1 and tax_type = $2 for no key update',
      [row.code, row.tax_type],
    );
    const standing = found.rows[0] ?? null;
    fitsAction(header, 'tax group', `code "${row.code ?? ''}"`, standing);
    return () => apply(live, row, standing);
  },
};

async function checkSlot(header: RowCheck, slot: number): Promise<void> {
  const authority = header.row[`authority${slot}`] ?? null;
  const taxClass = header.row[`class${slot}`] ?? null;
  if (authority === null && taxClass === null) return;
  if (authority === null || taxClass === null) {
    required(header, authority === null ? `authority${slot}` : `class${slot}`);
    return;
  }
  const found = await header.live.query<{ has_class: boolean }>(
    `select exists (select from tax_rates r
                     where r.tax_authority_id = a.id and r.tax_class = $2 and r.tax_type = $3) as has_class
       from tax_authorities a where a.code = $1`,
    [authority, taxClass, header.row.tax_type],
  );
  const known = found.rows[0];
  if (known === undefined) header.faults.push(`authority${slot}: "${authority}" not found in tax_authorities table.`);
  else if (!known.has_class) header.faults.push(`class${slot}: "${taxClass}" not found in tax_rates table.`);
}

async function apply(live: ClientBase, row: StagedRow, standing: StandingRow | null): Promise<Applied> {
  const note = successNote('Tax Group', row.import_action, row.code ?? '');
  if (row.import_action === 'D' && standing !== null) {
    await updateRow(live, 'tax_groups', standing.id, { status: 'D' });
    return { note, id: standing.id };
  }
  const columns: Columns = { status: 'A', description: row.description ?? null };
  for (const slot of slots) {
    columns[`authority${slot}`] = row[`authority${slot}`] ?? null;
    columns[`class${slot}`] = row[`class${slot}`] ?? null;
  }
  columns.external_reference = row.external_reference ?? null;
  if (standing !== null) await updateRow(live, 'tax_groups', standing.id, columns);
  const key = { code: row.code ?? null, tax_type: row.tax_type ?? null };
  return { note, id: standing?.id ?? (await insertRow(live, 'tax_groups', { ...key, ...columns })) };
}
