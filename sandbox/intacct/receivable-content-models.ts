// What stands above the lines or items and says in which currency they are.
const CURRENCY_GROUP = '(basecurr?, currency, ((exchratedate?, exchratetype) | exchrate))?';

/** Content models of receivables but invoices, in the manner of CONTENT_MODELS (facts/intacct.md 8.7, 8.10 and the published schema). */
export const RECEIVABLE_CONTENT_MODELS: Readonly<Record<string, string>> = {
  create_aradjustment: `customerid, datecreated, dateposted?, batchkey?, adjustmentno?, action?, invoiceno?, description?, externalid?,
    ${CURRENCY_GROUP}, nogl?, taxsolutionid?, aradjustmentitems`,
  aradjustmentitems: 'lineitem+',
  delete_aradjustment: 'empty',
  create_arpayment: `customerid, paymentamount, translatedamount?, (batchkey | bankaccountid | undepfundsacct)?, refid?, overpaylocid?,
    overpaydeptid?, datereceived?, paymentmethod?, ${CURRENCY_GROUP}, cctype?, authcode?, arpaymentitem*,
    (onlinecardpayment | onlineachpayment)*`,
  apply_arpayment: 'arpaymentkey, paymentdate, batchkey?, memo?, overpaylocid?, overpaydeptid?, arpaymentitems*',
  reverse_arpayment: 'datereversed, description?, nsfclosedaccount?',
  arpaymentitems: 'arpaymentitem+',
  arpaymentitem: 'invoicekey, amount',
  onlinecardpayment: 'any',
  onlineachpayment: 'any',
  datereceived: 'year, month, day',
  paymentdate: 'year, month, day',
};

/** Attributes of these elements, in the manner of ATTRIBUTES. */
export const RECEIVABLE_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  delete_aradjustment: ['key!', 'externalkey'],
  reverse_arpayment: ['key!'],
};

/** Functions of receivables but invoices; all of them write. */
export const RECEIVABLE_FUNCTIONS = [
  'create_aradjustment',
  'delete_aradjustment',
  'create_arpayment',
  'apply_arpayment',
  'reverse_arpayment',
] as const;
