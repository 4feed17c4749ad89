import { z } from 'zod';

/** A source's version of a document, as rows hold it: PostgreSQL gives a bigint as text, and milliseconds are exact in a number. */
export const sourceVersion = z.coerce.number().int();
