import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { createEmptyDatabase } from '../../postgres';

/** An import database of its own, the owner's pool to play the importer, and the client's pool with the login that enters. */
export interface ImportFixture {
  owner: Pool;
  imports: Pool;
  login: string;
  /** Signed in as that login. */
  url: string;
  drop(): Promise<void>;
}

/** Creates the database of `import-fixture.sql` with a login that enters rows and reads what became of them. */
export async function createImportFixture(): Promise<ImportFixture> {
  const database = await createEmptyDatabase();
  const owner = new Pool({ connectionString: database.url, max: 2 });
  owner.on('error', () => undefined);
  await owner.query(readFileSync(join(__dirname, 'import-fixture.sql'), 'utf8'));
  const login = `importer_${database.name}`;
  await owner.query(`
    CREATE ROLE ${login} LOGIN PASSWORD 'importer';
    GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO ${login};`);
  const url = new URL(database.url);
  url.username = login;
  url.password = 'importer';
  const imports = new Pool({ connectionString: url.href, max: 4 });
  imports.on('error', () => undefined);
  return {
    owner,
    imports,
    login,
    url: url.href,
    async drop() {
      await imports.end();
      await owner.query(`DROP OWNED BY ${login}; DROP ROLE ${login}`);
      await owner.end();
      await database.drop();
    },
  };
}

/** Waits until so many rows of the table are entered, then sets them as an importer does: `set` is SQL. */
export async function takeEntered(owner: Pool, table: string, count: number, set: string): Promise<void> {
  const entered = `SELECT 1 FROM ${table} WHERE import_status = 'E'`;
  while (((await owner.query(entered)).rowCount ?? 0) < count) await new Promise(setImmediate);
  await owner.query(`UPDATE ${table} SET ${set} WHERE import_status = 'E'`);
}
