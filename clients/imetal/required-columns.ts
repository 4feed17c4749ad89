import { purchasingColumns, salesAndStockColumns } from './document-columns';
import { masterColumns, receivablesColumns } from './master-columns';
import type { TableColumns } from './schema';

/** What the client reads of the live database, table by table. */
export const requiredColumns: TableColumns = {
  ...salesAndStockColumns,
  ...purchasingColumns,
  ...masterColumns,
  ...receivablesColumns,
};
