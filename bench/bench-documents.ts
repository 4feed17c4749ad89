import { Pool } from 'pg';
import { z } from 'zod';
import type { ImetalClient, ImetalDocumentKind } from '../clients/imetal/imetal-client';
import type { DocumentHeader } from '../domain/document-source';
import type { FeedCursor } from '../domain/feed-cursor';
import { wrongInvoices } from '../sandbox/sample-day/wrong-invoices';

/** Larger ones are few, and would make rounds unlike each other. */
const LINES_MAX = 60;
const PAGE = 1000;
const sizeSchema = z.object({ document_key: z.string(), lines: z.number().int() });

/** A document that can be posted. */
export interface BenchDocument {
  kind: ImetalDocumentKind;
  header: DocumentHeader;
}

/** An invoice, and its charges in iMetal. */
export interface BenchInvoice extends BenchDocument {
  lines: number;
}

/** The sample day's correct invoices, each to be posted once. */
export interface BenchDocuments {
  /** The next ordinary ones. Throws when the day has no more. */
  take(count: number): BenchInvoice[];
  left(): number;
  /** One whose lines come nearest to the number, ordinary or not, whether taken or not. */
  nearest(lines: number): BenchInvoice;
}

/** Reads the headers as the feed does, and counts their charges. */
export async function readBenchDocuments(
  imetal: ImetalClient,
  live: string,
  invoiceTypes: string[],
): Promise<BenchDocuments> {
  const sizes = await readSizes(live);
  const wrong = new Set(wrongInvoices.map(({ documentKey }) => documentKey));
  const all: BenchInvoice[] = [];
  let after: FeedCursor | null = null;
  for (;;) {
    const page: DocumentHeader[] = await imetal.listHeaders('sales-invoice', {
      types: invoiceTypes,
      after,
      limit: PAGE,
    });
    const last = page.at(-1);
    if (last === undefined) break;
    const fit = page.filter(({ documentKey, exportedAt }) => exportedAt === null && !wrong.has(documentKey));
    all.push(
      ...fit.map((header) => ({
        kind: 'sales-invoice' as const,
        header,
        lines: sizes.get(header.documentKey) ?? 0,
      })),
    );
    after = { modifiedAt: last.modifiedAt, headerId: last.headerId };
  }
  const ordinary = all.filter(({ lines }) => lines > 0 && lines <= LINES_MAX);
  let taken = 0;
  return {
    take(count) {
      if (taken + count > ordinary.length) throw new Error(`the day has ${ordinary.length} invoices: too few`);
      taken += count;
      return ordinary.slice(taken - count, taken);
    },
    left: () => ordinary.length - taken,
    nearest(lines) {
      const [first] = [...all].sort((a, b) => Math.abs(a.lines - lines) - Math.abs(b.lines - lines));
      if (first === undefined) throw new Error('the day has no invoices');
      return first;
    },
  };
}

async function readSizes(live: string): Promise<Map<string, number>> {
  const pool = new Pool({ connectionString: live, max: 1 });
  try {
    const { rows } = await pool.query(
      `select branch.code || '-' || type.code || '-' || header.number as document_key, count(*)::integer as lines
        from sales_headers header
        join branches branch on branch.id = header.branch_id
        join sales_types type on type.id = header.type_id
        join sales_items item on item.sales_header_id = header.id
        join sales_charges charge on charge.item_id = item.id
        group by 1`,
    );
    return new Map(
      z
        .array(sizeSchema)
        .parse(rows)
        .map((row) => [row.document_key, row.lines]),
    );
  } finally {
    await pool.end();
  }
}
