import type { ImportDefinition } from '../../../sandbox/imetal/importer/import-definition';
import { masterImports } from '../../../sandbox/imetal/importer/import-definitions';
import { type ImportCounts, type RunType, runImporter } from '../../../sandbox/imetal/importer/run-importer';
import type { ImportSelection } from '../../../sandbox/imetal/importer/staged-record';
import type { ImetalTestSandbox } from './sandbox-database';

type Values = Record<string, string | number | boolean | null>;

export interface Settled {
  import_status: string;
  import_notes: string | null;
  imetal_id: number | null;
}

/** Stages records by the login of external systems, and runs the importer over them. */
export function createStaging(sandbox: ImetalTestSandbox) {
  let number = 0;
  const key = (importNumber: number): Values => ({
    import_company_reference: 'TEST',
    import_source: 'SIM',
    import_batch_number: 1,
    import_number: importNumber,
  });
  const insert = async (table: string, values: Values): Promise<void> => {
    const names = Object.keys(values);
    await sandbox.imports.query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(values),
    );
  };
  const run = (
    options: { runType?: RunType; selection?: ImportSelection; definitions?: readonly ImportDefinition[] } = {},
  ): Promise<ImportCounts> =>
    runImporter({ imports: sandbox.importsOwner, live: sandbox.owner }, options.definitions ?? masterImports, options);
  const outcome = async (table: string, importNumber: number): Promise<Settled> => {
    const found = await sandbox.imports.query<Settled>(`select * from ${table} where import_number = $1`, [
      importNumber,
    ]);
    const row = found.rows[0];
    if (row === undefined) throw new Error(`${table} ${importNumber}: expected a staged record`);
    return row;
  };
  return {
    insert,
    key,
    run,
    outcome,
    nextNumber(): number {
      number += 1;
      return number;
    },
    /** Stages one header, imports, and says what became of it. */
    async importOne(table: string, action: string, values: Values): Promise<Settled> {
      number += 1;
      const importNumber = number;
      await insert(table, { ...key(importNumber), import_action: action, ...values });
      await run();
      return outcome(table, importNumber);
    },
  };
}
