import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { until } from '../../cli/start/until';
import { COMPANY } from './chaos-profile';
import type { IntacctAdmin } from './intacct-admin';
import { writesOf } from './settlement';

const LOOKS = ['poll-intacct', 'poll-imetal-contacts', 'poll-receivables'];
/** The second look sees what the first one wrote. */
const LOOKS_WAITED_FOR = 2;
const LOOKED_WITHIN_MS = 120_000;

/** With nobody changing anything, lets two looks of each feed go by: one sentence for each side that was written to meanwhile. */
export async function findEchoes(client: Client, admin: IntacctAdmin, importsOwner: Pool): Promise<string[]> {
  const before = { intacct: await writesOf(admin), imetal: await importedRows(importsOwner) };
  const taken = await looksTaken(client);
  await until('every feed has looked twice', LOOKED_WITHIN_MS, async () => {
    const now = await looksTaken(client);
    return taken.every((count, index) => (now[index] ?? 0) >= count + LOOKS_WAITED_FOR);
  });
  const after = { intacct: await writesOf(admin), imetal: await importedRows(importsOwner) };
  return [
    ...(after.intacct === before.intacct
      ? []
      : [`${after.intacct - before.intacct} writes to Intacct though nothing changed`]),
    ...(after.imetal === before.imetal
      ? []
      : [`${after.imetal - before.imetal} records handed to iMetal's importer though nothing changed`]),
  ];
}

function looksTaken(client: Client): Promise<number[]> {
  return Promise.all(
    LOOKS.map(async (look) => (await client.schedule.getHandle(`${look}/${COMPANY}`).describe()).info.numActionsTaken),
  );
}

const importTables = [
  'import_companies',
  'import_company_sub_addresses',
  'import_contacts',
  'import_terms',
  'import_tax_rates',
  'import_tax_groups',
];
// What was read of Intacct once may be told again a minute later: orders and acknowledgements of the storm move the credit.
const readings = `(select count(distinct (customer_code, as_of)) from import_customer_balances where import_status <> 'F')`;

/** Rows that were handed to iMetal's importer; what it refused is handed over again by every try of the release, and is no echo. */
export async function importedRows(importsOwner: Pool): Promise<number> {
  const rowsOf = importTables.map((table) => `(select count(*) from ${table} where import_status <> 'F')`);
  const counted = [...rowsOf, readings].join(' + ');
  const { rows } = await importsOwner.query<{ rows: string }>(`select (${counted})::text as rows`);
  return Number(rows[0]?.rows);
}
