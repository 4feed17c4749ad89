import { parseArgs } from 'node:util';
import { Pool } from 'pg';
import { z } from 'zod';
import { importSalesDocuments } from './importer/import-sales-documents';
import { type ImportCounts, type RunType, runImporter } from './importer/run-importer';
import type { ImportSelection } from './importer/staged-record';

const batchNumber = z.coerce.number().int().positive().optional();
const parametersSchema = z.strictObject({
  BatchNumberFrom: batchNumber,
  BatchNumberTo: batchNumber,
  RunType: z.enum(['VALIDATE', 'IMPORT']).default('IMPORT'),
  /** `First_Last`: an underscore is a space. */
  ImportUser: z.string().max(50).optional(),
  ImportSource: z.string().max(50).optional(),
});
const urlsSchema = z.strictObject({
  'imports-url': z.string().startsWith('postgres'),
  'live-owner-url': z.string().startsWith('postgres'),
});

/** iMetal's command line: `SalesDocumentImport BatchNumberFrom=1 BatchNumberTo=9 RunType=VALIDATE`, and where the databases are. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { 'imports-url': { type: 'string' }, 'live-owner-url': { type: 'string' } },
    allowPositionals: true,
  });
  const [command, ...words] = positionals;
  if (command !== 'SalesDocumentImport') throw new Error(`"${command ?? ''}": expected SalesDocumentImport`);
  const parameters = parametersSchema.parse(Object.fromEntries(words.map((word) => word.split('=', 2))));
  const urls = urlsSchema.parse(values);
  const pools = {
    imports: new Pool({ connectionString: urls['imports-url'], max: 2, connectionTimeoutMillis: 10_000 }),
    live: new Pool({ connectionString: urls['live-owner-url'], max: 1, connectionTimeoutMillis: 10_000 }),
  };
  try {
    const runType = parameters.RunType;
    const counts = await runImporter(pools, [importSalesDocuments], { runType, selection: selectionOf(parameters) });
    process.stdout.write(totals(runType, counts));
  } finally {
    await Promise.all([pools.imports.end(), pools.live.end()]);
  }
}

function selectionOf(parameters: z.infer<typeof parametersSchema>): ImportSelection {
  const { BatchNumberFrom, BatchNumberTo, ImportUser, ImportSource } = parameters;
  return {
    ...(BatchNumberFrom === undefined ? {} : { batchNumberFrom: BatchNumberFrom }),
    ...(BatchNumberTo === undefined ? {} : { batchNumberTo: BatchNumberTo }),
    ...(ImportUser === undefined ? {} : { user: ImportUser }),
    ...(ImportSource === undefined ? {} : { source: ImportSource }),
  };
}

function totals(runType: RunType, { found, failed, succeeded }: ImportCounts): string {
  const last = runType === 'IMPORT' ? `IMPORTED: ${succeeded}` : `PASSED : ${succeeded}`;
  return `${[runType, `FOUND : ${found}`, `FAILED : ${failed}`, last, `TOTAL : ${failed + succeeded}`].join('\n')}\n`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
