import type { ObjectDraft } from '../object-draft';
import { STATUS } from '../object-draft';

/** Terms of payment and taxes (facts/intacct.md 8.4, 8.5). */
export const TERM_AND_TAX_OBJECTS: readonly ObjectDraft[] = [
  {
    name: 'ARTERM',
    label: 'ARTerm',
    naturalKey: 'NAME',
    fields:
      'NAME!, DESCRIPTION, STATUS, DUEDATE integer, DUEFROM, DISCDATE integer, DISCFROM, DISCAMOUNT amount, DISCPERCAMN, DISCCALCON',
    words: STATUS,
    writable: ['update', 'delete'],
  },
  {
    name: 'TAXDETAIL',
    label: 'TaxDetail',
    naturalKey: 'DETAILID',
    fields: `DETAILID!, TAXUID, DESCRIPTION, TAXTYPE, VALUE amount, MINTAXABLE amount, MAXTAXABLE amount, INCLUDE, MINTAX amount,
      MAXTAX amount, GLACCOUNT, TAXAUTHORITY, STATUS, REVERSECHARGE boolean, TAXRATE, TAXSOLUTIONID`,
    words: STATUS,
    writable: [],
  },
];
