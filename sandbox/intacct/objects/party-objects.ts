import type { ObjectDraft } from '../object-draft';
import { ALL, contactFields, STATUS } from '../object-draft';

/** Customers, vendors and contacts (facts/intacct.md 8.1 to 8.3). */
export const PARTY_OBJECTS: readonly ObjectDraft[] = [
  {
    name: 'CUSTOMER',
    label: 'Customer',
    naturalKey: 'CUSTOMERID',
    fields: `CUSTOMERID! <20, NAME! <100, PARENTID, TERMNAME, CREDITLIMIT amount, ONHOLD boolean, CURRENCY, STATUS, ONETIME boolean,
      HIDEDISPLAYCONTACT boolean, CUSTTYPE, CUSTREPID, GLGROUP, TERRITORYID, SUPDOCID, OFFSETGLACCOUNTNO, ARACCOUNT, SHIPPINGMETHOD,
      RESALENO, TAXID, RETAINAGEPERCENTAGE amount, DELIVERY_OPTIONS, CUSTMESSAGEID, EMAILOPTIN boolean, COMMENTS, OBJECTRESTRICTION,
      RESTRICTEDLOCATIONS, RESTRICTEDDEPARTMENTS, BILLTO.CONTACTNAME, SHIPTO.CONTACTNAME, CONTACTINFO.CONTACTNAME, TOTALDUE amount r,
      ENTITY r, ${contactFields('DISPLAYCONTACT.')}`,
    words: { ...STATUS, OBJECTRESTRICTION: ['Unrestricted', 'RootOnly', 'Restricted'] },
    relations: [{ path: 'PARENT', object: 'CUSTOMER', field: 'PARENTID', relatedField: 'CUSTOMERID' }],
    writable: ALL,
  },
  {
    name: 'CONTACT',
    label: 'Contact',
    naturalKey: 'CONTACTNAME',
    fields: `CONTACTNAME! <200, STATUS, TAXSOLUTIONID, TAXSCHEDULE, ${contactFields('')}`,
    words: STATUS,
    writable: ALL,
  },
];
