import type { ClientBase, Pool } from 'pg';
import { takeTurn } from '../document-numbers';
import { inTransaction } from '../write-rows';

/** A document that an act wrote. */
export interface WrittenDocument {
  /** Branch, type and number: `HOU-CRN-600001`. */
  documentKey: string;
  id: number;
}

/** A document of which only the header is there, as a careless program leaves it. */
export interface HalfWrittenDocument extends WrittenDocument {
  /** Writes the rows that belong to the header, in a transaction of its own. */
  writeRest(): Promise<void>;
}

/** How a kind of document is written: header and totals, then the rows that belong to it. */
export interface DocumentWriting {
  writeHeader(client: ClientBase): Promise<WrittenDocument>;
  writeRows(client: ClientBase, written: WrittenDocument): Promise<void>;
}

/** Writes all of a document in one transaction. */
export function writeWhole(owner: Pool, writing: DocumentWriting): Promise<WrittenDocument> {
  return inTransaction(owner, async (client) => {
    const written = await writing.writeHeader(client);
    await writing.writeRows(client, written);
    return written;
  });
}

/** Writes the header alone, final and with its totals; the rest is up to the caller. */
export async function writeHeaderFirst(owner: Pool, writing: DocumentWriting): Promise<HalfWrittenDocument> {
  const written = await inTransaction(owner, (client) => writing.writeHeader(client));
  const writeRest = (): Promise<void> =>
    inTransaction(owner, async (client) => {
      // Appended invoices bring ids of their own: a row that draws the next one meanwhile would have one of theirs.
      await takeTurn(client);
      await writing.writeRows(client, written);
    });
  return { ...written, writeRest };
}

/** Branch, type and number of a document key; throws for anything else. */
export function parseDocumentKey(documentKey: string): { branch: string; type: string; number: number } {
  const match = /^([A-Z0-9]{1,6})-([A-Z]{3})-(\d+)$/.exec(documentKey);
  const [, branch, type, number] = match ?? [];
  if (branch === undefined || type === undefined || number === undefined) {
    throw new RangeError(`"${documentKey}" is no document key: expected branch, type and number, as HOU-DIV-104233`);
  }
  return { branch, type, number: Number(number) };
}

/** The id of a sales document; throws when there is none. */
export async function salesHeaderId(client: ClientBase, documentKey: string): Promise<number> {
  const { branch, type, number } = parseDocumentKey(documentKey);
  const found = await client.query<{ id: number }>(
    `select h.id from sales_headers h join branches b on b.id = h.branch_id join sales_types t on t.id = h.type_id
      where b.code = $1 and t.code = $2 and h.number = $3`,
    [branch, type, number],
  );
  const id = found.rows[0]?.id;
  if (id === undefined) throw new Error(`sales document ${documentKey}: there is none`);
  return id;
}
