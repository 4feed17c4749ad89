import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { inTransaction } from '../write-rows';
import { knownPerson, oneOf } from './field-checks';
import { type Applied, childrenOf, type ImportDefinition, type ImportRecord, rowCheck } from './import-definition';
import { spendImporterFault } from './importer-faults';
import { type ImportSelection, noteChild, readChildren, type StagedRow, settle, takeNext } from './staged-record';

/** Both databases by logins that may write; the importer is the only one that writes live from outside iMetal's screens. */
export interface ImporterDatabases {
  imports: Pool;
  live: Pool;
}

export type RunType = 'IMPORT' | 'VALIDATE';

/** What a run came to; `succeeded` is IMPORTED or PASSED. */
export interface ImportCounts {
  found: number;
  failed: number;
  succeeded: number;
}

/** The process ends here, by a fault that somebody switched on: live has the record, and the import database does not know. */
export class ImporterDied extends Error {
  override readonly name = 'ImporterDied';
}

/**
 * Works off the entered records of the tables given, one table after the other, each record in one transaction of live: E to I
 * or F, faults of all its fields in the notes. VALIDATE writes notes only (facts/imetal.md 1.3). Throws when a database is away;
 * what was under way is entered still, or, when live had committed, will be imported again.
 */
export async function runImporter(
  databases: ImporterDatabases,
  definitions: readonly ImportDefinition[],
  options: { runType?: RunType; selection?: ImportSelection } = {},
): Promise<ImportCounts> {
  const { runType = 'IMPORT', selection = {} } = options;
  const counts: ImportCounts = { found: 0, failed: 0, succeeded: 0 };
  for (const definition of definitions) {
    let after: StagedRow | null = null;
    for (;;) {
      const outcome: Outcome | null = await importNext(databases, definition, { runType, selection, after });
      if (outcome === null) break;
      after = outcome.record;
      counts.found += 1;
      counts[outcome.succeeded ? 'succeeded' : 'failed'] += 1;
    }
  }
  return counts;
}

interface Outcome {
  record: StagedRow;
  succeeded: boolean;
}

interface Turn {
  runType: RunType;
  selection: ImportSelection;
  after: StagedRow | null;
}

async function importNext(
  { imports, live }: ImporterDatabases,
  definition: ImportDefinition,
  turn: Turn,
): Promise<Outcome | null> {
  return inTransaction(imports, async (staging) => {
    if (await isPaused(staging, definition.table)) return null;
    const record = await takeNext(staging, definition.table, turn.selection, turn.after);
    if (record === null) return null;
    const refusal = await spendImporterFault(staging, 'refuse', definition.table);
    if (refusal !== null) {
      await settle(staging, definition.table, record, { import_status: 'F', import_notes: refusal.note });
      return { record, succeeded: false };
    }
    const result = await workOff({ staging, imports, live }, definition, record, turn.runType);
    await settle(staging, definition.table, record, settlement(definition, result, turn.runType));
    return { record, succeeded: result.applied !== null };
  });
}

async function isPaused(staging: PoolClient, table: string): Promise<boolean> {
  const found = await staging.query(
    `select 1 from sandbox.importer_faults where kind = 'pause' and coalesce(import_table, $1) = $1 limit 1`,
    [table],
  );
  return found.rowCount !== 0;
}

interface WorkedOff {
  /** Null when it was refused. */
  applied: Applied | null;
  notes: string | null;
}

async function workOff(
  { staging, imports, live }: ImporterDatabases & { staging: PoolClient },
  definition: ImportDefinition,
  row: StagedRow,
  runType: RunType,
): Promise<WorkedOff> {
  const childRows = new Map<string, StagedRow[]>();
  for (const { table, ownKeys } of definition.children) {
    childRows.set(table, await readChildren(staging, row, table, ownKeys.join(', ')));
  }
  const client = await live.connect();
  try {
    await client.query('begin');
    const record: ImportRecord = {
      live: client,
      header: rowCheck(client, row),
      children: new Map([...childRows].map(([table, rows]) => [table, rows.map((child) => rowCheck(client, child))])),
    };
    const result = await checkAndApply(definition, record, runType);
    await client.query(result.applied === null || runType === 'VALIDATE' ? 'rollback' : 'commit');
    if (result.applied !== null && runType === 'IMPORT') await dieIfTold(imports, definition.table, result.applied);
    for (const { table, ownKeys } of definition.children) {
      for (const { row: child, faults } of childrenOf(record, table)) {
        await noteChild(staging, table, child, ownKeys, faults.length === 0 ? null : faults.join('\n'));
      }
    }
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function checkAndApply(definition: ImportDefinition, record: ImportRecord, runType: RunType): Promise<WorkedOff> {
  const { header } = record;
  oneOf(header, 'import_action', ['A', 'C', 'D']);
  await knownPerson(header, 'import_user_name');
  try {
    const apply = await definition.check(record);
    const rows = [header, ...[...record.children.values()].flat()];
    if (rows.some(({ faults }) => faults.length > 0)) return refused(header.faults);
    if (runType === 'VALIDATE') return { applied: { note: '', id: 0 }, notes: null };
    const applied = await apply();
    return { applied, notes: applied.note };
  } catch (error) {
    // What the checks let through and the database does not take: too long, too large, a constraint.
    if (!(error instanceof DatabaseError) || !/^2[23]/.test(error.code ?? '')) throw error;
    return refused([...header.faults, `${error.table ?? 'database'}: ${error.message}.`]);
  }
}

function refused(faults: string[]): WorkedOff {
  // Faults of children alone stand on the children's own rows.
  return { applied: null, notes: faults.length === 0 ? null : faults.join('\n') };
}

/** The fault is spent on a connection of its own: the transaction of the import database ends unfinished. */
async function dieIfTold(imports: Pool, table: string, { note }: Applied): Promise<void> {
  if ((await spendImporterFault(imports, 'die-after-commit', table)) === null) return;
  throw new ImporterDied(`${table}: ended after live had "${note}"`);
}

function settlement(
  definition: ImportDefinition,
  { applied, notes }: WorkedOff,
  runType: RunType,
): Record<string, string | number | null> {
  if (runType === 'VALIDATE') return { import_notes: notes };
  if (applied === null) return { import_status: 'F', import_notes: notes };
  return {
    import_status: 'I',
    import_notes: notes,
    import_date: new Date().toISOString().slice(0, 10),
    [definition.idColumn]: applied.id,
  };
}
