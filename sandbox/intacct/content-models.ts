import {
  PAYABLE_ATTRIBUTES,
  PAYABLE_CONTENT_MODELS,
  PAYABLE_READING_FUNCTIONS,
  PAYABLE_WRITING_FUNCTIONS,
} from './payable-content-models';
import { RECEIVABLE_ATTRIBUTES, RECEIVABLE_CONTENT_MODELS, RECEIVABLE_FUNCTIONS } from './receivable-content-models';

/**
 * What the gateway's schema lets stand inside an element, in the manner of a DTD: `a, b?, (c | d)+`; `all: a, b?` lets them stand in any
 * order; `any` is not looked into. An element without a line here holds text only. Written from facts/intacct.md sections 2, 4 and 8 and
 * the published schema; the elements that came after 2019 stand where section 11.13 supposes them.
 */
export const CONTENT_MODELS: Readonly<Record<string, string>> = {
  request: 'control, operation+',
  control:
    'senderid, password?, controlid, uniqueid?, dtdversion?, policyid?, debug?, includewhitespace?, showadditionalerrorinfo?',
  operation: 'authentication, preferences*, content*',
  authentication: 'login | sessionid | oauth',
  login: 'userid, companyid, password, clientid?, locationid?',
  preferences: 'any',
  oauth: 'any',
  content: 'function+',
  getAPISession: 'locationid?',
  create: 'any',
  update: 'any',
  delete: 'all: object, keys',
  read: 'all: object, keys, fields?, returnFormat?, docparid?',
  readByName: 'all: object, keys, fields?, returnFormat?, docparid?',
  readByQuery: 'all: object, query, pagesize?, fields?, returnFormat?, docparid?',
  readMore: 'object | view | reportId | resultId',
  lookup: 'all: object, docparid?',
  inspect: 'object | name',
  'query function': 'all: select, object, docparid?, filter?, orderby?, options?, pagesize?, offset?',
  select: '(field | count | avg | min | max | sum)+',
  filter: 'any',
  orderby: 'order+',
  order: 'field, (ascending | descending)?',
  options: 'all: caseinsensitive?, showprivate?, includeprivate?',
  create_invoice: `customerid, datecreated, dateposted?, datedue?, termname?, batchkey?, action?, invoiceno?, ponumber?, description?,
    externalid?, billto?, shipto?, (basecurr?, currency, ((exchratedate?, exchratetype) | exchrate))?, nogl?, supdocid?, customfields?,
    taxsolutionid?, invoiceitems`,
  invoiceitems: 'lineitem+',
  lineitem: `(accountlabel | glaccountno), offsetglaccountno?, amount, allocationid?, memo?, locationid?, departmentid?, item1099?,
    form1099type?, form1099box?, key?, totalpaid?, totaldue?, customfields?, revrectemplate?, defrevaccount?, revrecstartdate?,
    revrecenddate?, projectid?, taskid?, costtypeid?, customerid?, vendorid?, employeeid?, itemid?, classid?, contractid?, warehouseid?,
    billable?, taxentries?`,
  taxentries: 'taxentry+',
  taxentry: 'detailid, trx_tax?',
  reverse_invoice: 'datereversed, description?',
  delete_invoice: 'empty',
  billto: 'contact | contactname',
  shipto: 'contact | contactname',
  contact: `contactname, printas, taxable?, companyname?, taxgroup?, prefix?, firstname?, lastname?, initial?, phone1?, phone2?,
    cellphone?, pager?, fax?, email1?, email2?, url1?, url2?, status?, mailaddress?, taxid?`,
  mailaddress: 'address1?, address2?, city?, state?, zip?, country?, isocountrycode?, latitude?, longitude?',
  customfields: 'customfield*',
  customfield: 'customfieldname, customfieldvalue',
  datecreated: 'year, month, day',
  dateposted: 'year, month, day',
  datedue: 'year, month, day',
  datereversed: 'year, month, day',
  exchratedate: 'year, month, day',
  revrecstartdate: 'year, month, day',
  revrecenddate: 'year, month, day',
  ...RECEIVABLE_CONTENT_MODELS,
  ...PAYABLE_CONTENT_MODELS,
};

/** Attributes that an element may have; a `!` after the name says that it must. */
export const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  function: ['controlid!'],
  operation: ['transaction'],
  reverse_invoice: ['key!'],
  delete_invoice: ['key!', 'externalkey'],
  inspect: ['detail'],
  ...RECEIVABLE_ATTRIBUTES,
  ...PAYABLE_ATTRIBUTES,
};

/** Functions that the gateway knows; anything else in a `function` is a schema error. */
export const FUNCTIONS = [
  'getAPISession',
  'create',
  'update',
  'delete',
  'read',
  'readByName',
  'readByQuery',
  'readMore',
  'query',
  'lookup',
  'inspect',
  'create_invoice',
  'reverse_invoice',
  'delete_invoice',
  'create_arterm',
  ...RECEIVABLE_FUNCTIONS,
  ...PAYABLE_WRITING_FUNCTIONS,
  ...PAYABLE_READING_FUNCTIONS,
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

/** Functions that change the books. */
export const WRITING_FUNCTIONS: ReadonlySet<string> = new Set([
  'create',
  'update',
  'delete',
  'create_invoice',
  'reverse_invoice',
  'delete_invoice',
  'create_arterm',
  ...RECEIVABLE_FUNCTIONS,
  ...PAYABLE_WRITING_FUNCTIONS,
]);
