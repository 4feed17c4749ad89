import type { ClientBase } from 'pg';
import { findId, insertRow, updateRow } from '../write-rows';
import { fitsAction, oneOf, type RowCheck, required, type StandingRow, within } from './field-checks';
import { type Applied, type ImportDefinition, successNote } from './import-definition';
import type { StagedRow } from './staged-record';

/** Tax rates by authority, class, type and first day. An unknown authority is made; a newer rate ends the one before it. */
export const importTaxRates: ImportDefinition = {
  table: 'import_tax_rates',
  idColumn: 'imetal_id',
  children: [],
  async check({ live, header }) {
    const { row } = header;
    for (const column of ['tax_authority_code', 'tax_class', 'tax_type', 'effective_from']) required(header, column);
    if (row.import_action !== 'D') for (const column of ['description', 'rate', 'active']) required(header, column);
    oneOf(header, 'tax_type', ['S', 'P']);
    within(header, 'tax_class', 1, 99);
    const authority = await findId(live, 'tax_authorities', { code: row.tax_authority_code ?? null });
    checkAuthority(header, authority);
    const { effective_from: from = null, effective_to: to = null } = row;
    if (from !== null && to !== null && to < from) {
      header.faults.push(`effective_to: "${to}" must not be before effective_from.`);
    }
    const standing = await findRate(live, authority, row);
    fitsAction(header, 'tax rate', nameOf(row), standing);
    return () => apply(live, row, authority, standing);
  },
};

function nameOf(row: StagedRow): string {
  return `${row.tax_authority_code} ${row.tax_class} ${row.tax_type} ${row.effective_from}`;
}

function checkAuthority(header: RowCheck, authority: number | null): void {
  if (authority === null && header.row.import_action === 'A') required(header, 'tax_authority_description');
}

async function findRate(live: ClientBase, authority: number | null, row: StagedRow): Promise<StandingRow | null> {
  const found = await live.query<StandingRow>(
    `select id, version from tax_rates
      where tax_authority_id = $1 and tax_class = $2 and tax_type = $3 and effective_from = $4 for no key update`,
    [authority, row.tax_class, row.tax_type, row.effective_from],
  );
  return found.rows[0] ?? null;
}

async function apply(
  live: ClientBase,
  row: StagedRow,
  authority: number | null,
  standing: StandingRow | null,
): Promise<Applied> {
  const note = successNote('Tax Rate', row.import_action, nameOf(row));
  if (row.import_action === 'D' && standing !== null) {
    await updateRow(live, 'tax_rates', standing.id, { active: false });
    return { note, id: standing.id };
  }
  const { tax_authority_description: description = null } = row;
  const authorityId =
    authority ?? (await insertRow(live, 'tax_authorities', { code: row.tax_authority_code ?? null, description }));
  if (authority !== null && description !== null) await updateRow(live, 'tax_authorities', authority, { description });
  const columns = {
    description: row.description ?? null,
    rate: row.rate ?? null,
    effective_to: row.effective_to ?? (await dayBeforeNext(live, authorityId, row)),
    external_reference: row.external_reference ?? null,
    active: row.active === 'true',
  };
  if (standing !== null) {
    await updateRow(live, 'tax_rates', standing.id, columns);
    return { note, id: standing.id };
  }
  await endRateBefore(live, authorityId, row);
  const key = {
    tax_authority_id: authorityId,
    tax_class: row.tax_class ?? null,
    tax_type: row.tax_type ?? null,
    effective_from: row.effective_from ?? null,
  };
  return { note, id: await insertRow(live, 'tax_rates', { ...key, ...columns }) };
}

/** A rate that is entered behind a later one lasts until that one begins. */
async function dayBeforeNext(live: ClientBase, authorityId: number, row: StagedRow): Promise<string | null> {
  const found = await live.query<{ day: string | null }>(
    `select (min(effective_from) - 1)::text as day from tax_rates
      where tax_authority_id = $1 and tax_class = $2 and tax_type = $3 and effective_from > $4`,
    [authorityId, row.tax_class, row.tax_type, row.effective_from],
  );
  return found.rows[0]?.day ?? null;
}

async function endRateBefore(live: ClientBase, authorityId: number, row: StagedRow): Promise<void> {
  await live.query(
    `update tax_rates set effective_to = $4::date - 1
      where tax_authority_id = $1 and tax_class = $2 and tax_type = $3 and effective_from < $4
        and (effective_to is null or effective_to >= $4)`,
    [authorityId, row.tax_class, row.tax_type, row.effective_from],
  );
}
