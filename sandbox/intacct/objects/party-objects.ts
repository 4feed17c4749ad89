import type { ObjectRelation } from '../object-definitions';
import type { ObjectDraft } from '../object-draft';
import { ALL, contactFields, STATUS } from '../object-draft';

function contactRelations(paths: readonly string[]): ObjectRelation[] {
  return paths.map((path) => ({
    path,
    object: 'CONTACT',
    field: `${path}.CONTACTNAME`,
    relatedField: 'CONTACTNAME',
  }));
}

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
      ENTITY r, ${contactFields('DISPLAYCONTACT.')},
      DISPLAYCONTACT.CONTACTNAME r`,
    words: { ...STATUS, OBJECTRESTRICTION: ['Unrestricted', 'RootOnly', 'Restricted'] },
    relations: [
      { path: 'PARENT', object: 'CUSTOMER', field: 'PARENTID', relatedField: 'CUSTOMERID' },
      ...contactRelations(['DISPLAYCONTACT', 'BILLTO', 'SHIPTO', 'CONTACTINFO']),
    ],
    left: ['CONTACT_LIST_INFO'],
    writable: ALL,
  },
  {
    name: 'VENDOR',
    label: 'Vendor',
    naturalKey: 'VENDORID',
    fields: `VENDORID! <20, NAME! <100, PARENTID, TERMNAME, CREDITLIMIT amount, ONHOLD boolean,
      DONOTCUTCHECK boolean, CURRENCY, STATUS, ONETIME boolean, VENDTYPE, GLGROUP, TAXID, NAME1099, FORM1099TYPE, FORM1099BOX, SUPDOCID,
      APACCOUNT, OFFSETGLACCOUNTNO, COMMENTS, PAYMETHODKEY, MERGEPAYMENTREQ boolean, PAYMENTNOTIFY boolean, BILLINGTYPE,
      PAYMENTPRIORITY, DISPLAYTERMDISCOUNT boolean, VENDORACCOUNTNO, DISPLOCACCTNOCHECK boolean, ACHENABLED boolean,
      ACHBANKROUTINGNUMBER, ACHACCOUNTNUMBER, ACHACCOUNTTYPE, ACHREMITTANCETYPE, OBJECTRESTRICTION, RESTRICTEDLOCATIONS,
      RESTRICTEDDEPARTMENTS, PAYTO.CONTACTNAME, RETURNTO.CONTACTNAME, CONTACTINFO.CONTACTNAME, CONTACTTO1099.CONTACTNAME,
      TOTALDUE amount r, ENTITY r, ${contactFields('DISPLAYCONTACT.')},
      DISPLAYCONTACT.CONTACTNAME r`,
    words: { ...STATUS, OBJECTRESTRICTION: ['Unrestricted', 'RootOnly', 'Restricted'] },
    relations: [
      { path: 'PARENT', object: 'VENDOR', field: 'PARENTID', relatedField: 'VENDORID' },
      ...contactRelations(['DISPLAYCONTACT', 'PAYTO', 'RETURNTO', 'CONTACTINFO', 'CONTACTTO1099']),
    ],
    left: ['CONTACT_LIST_INFO'],
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
