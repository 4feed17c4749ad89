// What stands above the lines or items and says in which currency they are.
const CURRENCY_GROUP = '(basecurr?, currency, ((exchratedate?, exchratetype) | exchrate))?';
const TERM = 'description?, status?, due?, discount?, disccalcon?, penalty?';

/** Content models of payables, terms, taxes, statistics and lists, in the manner of CONTENT_MODELS (facts/intacct.md 4.5, 8.4, 8.5, 8.8, 8.9). */
export const PAYABLE_CONTENT_MODELS: Readonly<Record<string, string>> = {
  create_bill: `vendorid, datecreated, dateposted?, ((datedue, termname?) | termname), action?, batchkey?, billno?, ponumber?, onhold?,
    description?, externalid?, payto?, returnto?, ${CURRENCY_GROUP}, nogl?, supdocid?, customfields?, taxsolutionid?, billitems`,
  billitems: 'lineitem+',
  create_apadjustment: `vendorid, datecreated, dateposted?, batchkey?, adjustmentno?, action?, billno?, description?, externalid?,
    ${CURRENCY_GROUP}, nogl?, customfields?, taxsolutionid?, apadjustmentitems`,
  apadjustmentitems: 'lineitem+',
  payto: 'contact | contactname',
  returnto: 'contact | contactname',
  create_arterm: `name, ${TERM}`,
  create_apterm: `name, ${TERM}`,
  update_arterm: TERM,
  update_apterm: TERM,
  delete_arterm: 'empty',
  delete_apterm: 'empty',
  due: '(dueday?, duefrom?)+',
  discount: '(discday?, discfrom?, discamount?, discpercamn?, discgracedays?)+',
  penalty: '(pen_type?, penamount?, penpercamn?, pengracedays?)+',
  create_taxdetail: `detailid, description?, taxtype, value?, mintaxable?, maxtaxable?, include?, mintax?, maxtax?, glaccountno,
    accountlabel?, taxauthority?, status?`,
  create_taxschedule: 'scheduleid, description?, taxtype, status?',
  create_taxscheduledetail: 'scheduleid, detailid',
  create_statgltransaction: 'journalid, datecreated, reversedate?, description, statgltransactionentries',
  statgltransactionentries: 'glentry+',
  glentry: `trtype, amount, glaccountno, document?, datecreated?, memo?, locationid?, departmentid?, customerid?, vendorid?, employeeid?,
    projectid?, itemid?, classid?, contractid?, warehouseid?, customfields?, recon_date?,
    (currency, ((exchratedate?, exchratetype) | exchrate))?`,
  reversedate: 'year, month, day',
  recon_date: 'year, month, day',
  get_list: 'filter?, sorts?, fields?, additional_parameters?',
  'filter of get_list': 'logical+ | expression+',
  'fields of get_list': 'field+',
  expression: 'field, operator, value',
  logical: '(logical | expression), (logical | expression)+',
  sorts: 'sortfield+',
  additional_parameters: 'parameter+',
  parameter: 'name, value',
  get_companyprefs: 'empty',
  get_closedbooksdate: 'empty',
};

/** Attributes of these elements, in the manner of ATTRIBUTES. */
export const PAYABLE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  update_arterm: ['name!'],
  update_apterm: ['name!'],
  delete_arterm: ['name!'],
  delete_apterm: ['name!'],
  get_list: ['object!', 'start', 'maxitems', 'showprivate'],
  get_companyprefs: ['application!'],
  expression: ['object'],
  logical: ['logical_operator!', 'object'],
  sortfield: ['order!'],
};

/** Functions of these that write. */
export const PAYABLE_WRITING_FUNCTIONS = [
  'create_bill',
  'create_apadjustment',
  'create_apterm',
  'update_arterm',
  'update_apterm',
  'delete_arterm',
  'delete_apterm',
  'create_taxdetail',
  'create_taxschedule',
  'create_taxscheduledetail',
  'create_statgltransaction',
] as const;

/** Functions of these that read. */
export const PAYABLE_READING_FUNCTIONS = ['get_list', 'get_companyprefs', 'get_closedbooksdate'] as const;
