import type { ClientBase, Pool } from 'pg';

/** What goes wrong with the importer, for tests; kept in the import database, out of the sight of its login. */
export interface ImporterFault {
  /**
   * `pause`: nothing is taken. `refuse`: records fail with `note`. `die-after-commit`: the process ends when live has the record,
   * before the import database says so, so that it will be imported again.
   */
  kind: 'pause' | 'refuse' | 'die-after-commit';
  /** Records of this table only. */
  importTable?: string;
  /** So many more times; until cleared when absent. */
  times?: number;
  /** What `refuse` writes. */
  note?: string;
}

/** Switches a fault on, over the owner's address of the import database; several hold side by side. */
export async function setImporterFault(importsOwner: Pool, fault: ImporterFault): Promise<void> {
  const { kind, importTable = null, times = null, note = null } = fault;
  await importsOwner.query(
    'insert into sandbox.importer_faults (kind, import_table, remaining, note) values ($1, $2, $3, $4)',
    [kind, importTable, times, note],
  );
}

/** Switches all faults off. */
export async function clearImporterFaults(importsOwner: Pool): Promise<void> {
  await importsOwner.query('delete from sandbox.importer_faults');
}

/** The oldest fault of a kind that is on for a table, spent by one; null when there is none. */
export async function spendImporterFault(
  imports: ClientBase | Pool,
  kind: ImporterFault['kind'],
  importTable: string,
): Promise<{ note: string | null } | null> {
  const spent = await imports.query<{ note: string | null }>(
    `update sandbox.importer_faults set remaining = remaining - 1
      where id = (select min(id) from sandbox.importer_faults
                   where kind = $1 and coalesce(import_table, $2) = $2 and coalesce(remaining, 1) > 0)
    returning note`,
    [kind, importTable],
  );
  return spent.rows[0] ?? null;
}
