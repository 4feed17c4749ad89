import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { createImetalPools } from '../../../clients/imetal/create-pools';
import { createEmptyDatabase } from '../../postgres';
import { createImportFixture } from './import-fixture';

/** A live and an import database of their own, the live owner's pool to arrange it, and the client's pools with iMetal's logins. */
export interface LiveFixture {
  owner: Pool;
  live: Pool;
  gateway: Pool;
  imports: Pool;
  urls: { live: string; gateway: string; imports: string };
  drop(): Promise<void>;
}

/** Creates the databases of `live-fixture.sql`, with a login that reads and one that may only acknowledge, and of `import-fixture.sql`. */
export async function createLiveFixture(): Promise<LiveFixture> {
  const database = await createEmptyDatabase();
  const owner = new Pool({ connectionString: database.url, max: 2 });
  owner.on('error', () => undefined);
  await owner.query(readFileSync(join(__dirname, 'live-fixture.sql'), 'utf8'));
  const reader = `reader_${database.name}`;
  const acknowledger = `gateway_${database.name}`;
  await owner.query(`
    CREATE ROLE ${reader} LOGIN PASSWORD 'reader';
    GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader};
    CREATE ROLE ${acknowledger} LOGIN PASSWORD 'gateway';
    ${['sales_headers', 'supplier_documents', 'stock_transactions']
      .map(
        (table) => `
    GRANT SELECT (id, gateway_batch_id, exported_date, gateway_reference) ON ${table} TO ${acknowledger};
    GRANT UPDATE (gateway_batch_id, exported_date, gateway_reference) ON ${table} TO ${acknowledger};`,
      )
      .join('')}`);
  const importFixture = await createImportFixture();
  const urls = {
    live: signedIn(database.url, reader, 'reader'),
    gateway: signedIn(database.url, acknowledger, 'gateway'),
    imports: importFixture.url,
  };
  const pools = createImetalPools(
    { liveUrl: urls.live, gatewayUrl: urls.gateway, importUrl: urls.imports },
    () => undefined,
  );
  return {
    owner,
    live: pools.live,
    gateway: pools.gateway,
    imports: pools.imports,
    urls,
    async drop() {
      await pools.close();
      await importFixture.drop();
      await owner.query(`DROP OWNED BY ${reader}, ${acknowledger}; DROP ROLE ${reader}, ${acknowledger}`);
      await owner.end();
      await database.drop();
    },
  };
}

/** What a test says of an invoice; the rest is an ordinary one of one item at 100.00 USD net, 8.25 tax. */
export interface InvoiceWish {
  number: number;
  typeId?: number;
  statusId?: number;
  branchId?: number;
  net?: string | null;
  totals?: boolean;
  modifiedAt?: string;
}

/** Inserts header and totals, and gives the header's id. */
export async function insertHeader(owner: Pool, wish: InvoiceWish): Promise<number> {
  let totalId: number | null = null;
  if (wish.totals !== false) {
    const total = await owner.query<{ id: number }>(
      `INSERT INTO sales_totals (invoiced_value, invoiced_tax_value, base_invoiced_value, vat_value1, vat_rate1)
       VALUES ($1, 8.25, $1, 8.25, 8.25) RETURNING id`,
      [wish.net === undefined ? '100.00' : wish.net],
    );
    totalId = total.rows[0]?.id ?? null;
  }
  const header = await owner.query<{ id: number }>(
    `INSERT INTO sales_headers (branch_id, number, type_id, status_id, customer_id, sale_date, payment_due_date, terms_id,
       currency_id, exchange_rate, sales_total_id, customer_order_number, deliver_to_address_id, tax_authority1, mdate)
     VALUES ($1, $2, $3, $4, 1, '2026-11-20', '2026-12-20', 1, 1, 1, $5, 'PO-77', 1, 'TX', coalesce($6::timestamptz, now()))
     RETURNING id`,
    [wish.branchId ?? 1, wish.number, wish.typeId ?? 1, wish.statusId ?? 2, totalId, wish.modifiedAt ?? null],
  );
  return header.rows[0]?.id ?? 0;
}

/** Inserts an item with the product RB4140, and gives its id. */
export async function insertItem(owner: Pool, headerId: number, itemNumber: number, tax: string): Promise<number> {
  const item = await owner.query<{ id: number }>(
    `INSERT INTO sales_items (sales_header_id, item_number, product_id, description, tax_class1, vat_value1)
     VALUES ($1, $2, 1, 'Round bar 4140', 1, $3) RETURNING id`,
    [headerId, itemNumber, tax],
  );
  return item.rows[0]?.id ?? 0;
}

/** Inserts a charge of a cost group; sales group charge 1 is material, 2 freight. */
export async function insertCharge(owner: Pool, itemId: number, code: string, value: string | null): Promise<void> {
  await owner.query(
    `INSERT INTO sales_charges (item_id, sales_group_charge_id, cost_group_code, description, value, base_value, charge_visibility)
     VALUES ($1, $2, $3, 'charged', $4, $4, 'S')`,
    [itemId, code === 'MAT' ? 1 : code === 'TRN' ? 2 : null, code, value],
  );
}

/** A whole invoice: header, totals, one item, one material charge. */
export async function insertInvoice(owner: Pool, wish: InvoiceWish): Promise<{ headerId: number; itemId: number }> {
  const headerId = await insertHeader(owner, wish);
  const itemId = await insertItem(owner, headerId, 1, '8.25');
  await insertCharge(owner, itemId, 'MAT', '100.00');
  return { headerId, itemId };
}

function signedIn(url: string, user: string, password: string): string {
  const signed = new URL(url);
  signed.username = user;
  signed.password = password;
  return signed.href;
}
