/** A value of an import row; amounts as decimal text, dates YYYY-MM-DD. */
export type ImportValue = string | number | boolean | null;

/**
 * One header row for iMetal's importer, with the rows that belong to it. Table and column names are iMetal's own, or assumed
 * (`clients/imetal/import-tables.ts` lists them); the keys and the status are the client's.
 */
export interface ImportRecord {
  table:
    | 'import_companies'
    | 'import_company_sub_addresses'
    | 'import_contacts'
    | 'import_terms'
    | 'import_tax_rates'
    | 'import_tax_groups'
    | 'import_customer_balances';
  /** `import_number` within the batch. */
  importNumber: number;
  action: 'A' | 'C' | 'D';
  values: Record<string, ImportValue>;
  /** `import_open_items` of a balance. */
  items?: Record<string, ImportValue>[];
}
