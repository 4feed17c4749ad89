import { importBalances } from './import-balances';
import { importCompanies } from './import-companies';
import { importContacts } from './import-contacts';
import type { ImportDefinition } from './import-definition';
import { importSalesDocuments } from './import-sales-documents';
import { importSubAddresses } from './import-sub-addresses';
import { importTaxGroups } from './import-tax-groups';
import { importTaxRates } from './import-tax-rates';
import { importTerms } from './import-terms';

/** Master records and balances in the order in which one needs the other. */
export const masterImports: readonly ImportDefinition[] = [
  importTerms,
  importTaxRates,
  importTaxGroups,
  importCompanies,
  importSubAddresses,
  importContacts,
  importBalances,
];

/** All that the importer works off by itself: masters first, for documents name them. */
export const allImports: readonly ImportDefinition[] = [...masterImports, importSalesDocuments];
