import { refusalOf } from '../../../clients/intacct/refusals';

const said = (description: string, correction = '') => ({ number: 'BL01001973', description, correction });

describe('what a refusal means', () => {
  it.each([
    ["Invalid Customer 'C-999' specified.", 'CUSTOMER_UNKNOWN', 'C-999'],
    ['Invalid Customer &#039;C-999&#039; specified. [Support ID: Abc%7E1]', 'CUSTOMER_UNKNOWN', 'C-999'],
    ['INVALID CUSTOMER "C-999" SPECIFIED', 'CUSTOMER_UNKNOWN', 'C-999'],
    ["Invalid Customer 'O'Brien' specified.", 'CUSTOMER_UNKNOWN', "O'Brien"],
    ['Customer C-999 does not exist.', 'CUSTOMER_UNKNOWN', 'C-999'],
    ["Cannot find customer with key 'C-999' to delete.", 'CUSTOMER_UNKNOWN', 'C-999'],
    ["Customer 'C-1' is on hold.", 'CUSTOMER_ON_HOLD', 'C-1'],
    ['The customer C00042 is on hold and cannot be invoiced', 'CUSTOMER_ON_HOLD', 'C00042'],
    ["The customer 'C-1' is inactive", 'CUSTOMER_INACTIVE', 'C-1'],
    ["Invalid GL Account '4999' specified.", 'ACCOUNT_UNKNOWN', '4999'],
    ["Invalid Account Number '4999' specified.", 'ACCOUNT_UNKNOWN', '4999'],
    ['GL account 4999 was not found', 'ACCOUNT_UNKNOWN', '4999'],
    ['Account 4010 is inactive.', 'ACCOUNT_INACTIVE', '4010'],
    ["The GL account '4010' is not active", 'ACCOUNT_INACTIVE', '4010'],
    ['Department is required for account 4010', 'DIMENSION_MISSING', '4010'],
    ["A location is required on line 2 for GL account '4010'.", 'DIMENSION_MISSING', '4010'],
    ['Account 4010 requires a Department', 'DIMENSION_MISSING', '4010'],
    ["Invalid Location 'NOWHERE' specified.", 'DIMENSION_UNKNOWN', 'NOWHERE'],
    ["Invalid Department 'NOWHERE' specified.", 'DIMENSION_UNKNOWN', 'NOWHERE'],
    ["Invalid Project 'P' specified.", 'DIMENSION_UNKNOWN', 'P'],
    ["Invalid Term 'N33' specified.", 'TERM_UNKNOWN', 'N33'],
    ["Invalid Contact 'C00123-DOCK' specified.", 'CONTACT_UNKNOWN', 'C00123-DOCK'],
    ["Invalid ship-to contact 'C00123-DOCK' specified.", 'CONTACT_UNKNOWN', 'C00123-DOCK'],
    ["Invalid customer contact 'DOCK' specified.", 'CONTACT_UNKNOWN', 'DOCK'],
    ["Invalid tax detail 'GST 9%' specified.", 'TAX_DETAIL_UNKNOWN', 'GST 9%'],
    ['The period for 10/15/2026 is closed.', 'PERIOD_CLOSED', '2026-10'],
    ['The accounting period October 2026 has been closed', 'PERIOD_CLOSED', '2026-10'],
    ["You can't post to a closed period", 'PERIOD_CLOSED', null],
    ['The books are closed through 2026-09-30.', 'PERIOD_CLOSED', '2026-09'],
    ["A transaction with the number 'HOU-DIV-1' already exists.", 'INVOICE_NUMBER_TAKEN', 'HOU-DIV-1'],
    ['Another Invoice with the given value(s) HOU-DIV-1  already exists', 'INVOICE_NUMBER_TAKEN', 'HOU-DIV-1'],
    ['Another Customer with the given value(s) C-1  already exists', 'REFUSED_BY_INTACCT', null],
    ['Debits and credits are not equal', 'JOURNAL_UNBALANCED', null],
    ['The transaction does not balance: it is out of balance by 0.01', 'JOURNAL_UNBALANCED', null],
    ['An exchange rate was not found for USD to CAD', 'RATE_MISSING', null],
    ['Document Number is missing', 'REQUIRED_FIELD_MISSING', 'Document Number'],
    ['Due date is required', 'REQUIRED_FIELD_MISSING', 'Due date'],
    ['The description is too long', 'FIELD_TOO_LONG', null],
    ['You do not have permission for API operation CREATE', 'PERMISSION_MISSING', null],
    ['Could not create invoice record!', 'REFUSED_BY_INTACCT', null],
    ['There was an error processing the request.', 'REFUSED_BY_INTACCT', null],
    ['', 'REFUSED_BY_INTACCT', null],
  ])('%s is %s', (text, code, subject) => {
    expect(refusalOf([said(text)], null)).toEqual({ code, subject });
  });

  it.each([
    ["Invalid Vendor 'V-9' specified.", 'VENDOR_UNKNOWN', 'V-9'],
    ['Vendor V-9 does not exist.', 'VENDOR_UNKNOWN', 'V-9'],
    ["Cannot find vendor with key 'V-9'.", 'VENDOR_UNKNOWN', 'V-9'],
    ["Vendor 'V-9' is on hold.", 'VENDOR_ON_HOLD', 'V-9'],
    ["The vendor 'V-9' is inactive", 'VENDOR_INACTIVE', 'V-9'],
    ["Customer 'C-1' is restricted and cannot be used in location 'TOR'.", 'CUSTOMER_RESTRICTED', 'C-1'],
    ["Restrictions of customer 'C-1' do not allow location 'TOR'.", 'CUSTOMER_RESTRICTED', 'C-1'],
    ['Another Contact with the given value(s) C00123-DOCK  already exists', 'CODE_TAKEN', 'C00123-DOCK'],
    ['Another AR Adjustment with the given value(s) HOU-CRD-1  already exists', 'INVOICE_NUMBER_TAKEN', 'HOU-CRD-1'],
    ['Another Bill with the given value(s) B-551  already exists', 'BILL_NUMBER_TAKEN', 'B-551'],
    ["Bill number 'B-551' has already been used for this vendor.", 'BILL_NUMBER_TAKEN', 'B-551'],
    ["Vendor 'V-9' is required on account 2150", 'DIMENSION_MISSING', '2150'],
  ])('%s, of whatever function, is %s', (text, code, subject) => {
    expect(refusalOf([said(text)], null)).toEqual({ code, subject });
  });

  const taken = "A transaction with the number 'X-1' already exists.";
  const tooMuch = 'The amount to apply exceeds the amount due of the invoice.';
  it.each([
    [taken, 'create APBILL', 'BILL_NUMBER_TAKEN'],
    [taken, 'create_invoice', 'INVOICE_NUMBER_TAKEN'],
    [taken, 'create_aradjustment', 'INVOICE_NUMBER_TAKEN'],
    [taken, 'create_apadjustment', 'INVOICE_NUMBER_TAKEN'],
    [tooMuch, 'create ARPYMT', 'CREDIT_INVOICE_PAID'],
    ['The credit applied is greater than the remaining balance', 'create ARPYMT', 'CREDIT_INVOICE_PAID'],
    ["Invoice 'X-1' has already been paid", 'create ARPYMT', 'CREDIT_INVOICE_PAID'],
    [tooMuch, 'create_invoice', 'REFUSED_BY_INTACCT'],
    [tooMuch, null, 'REFUSED_BY_INTACCT'],
  ])('%s, to %s, is %s', (text, functionName, code) => {
    expect(refusalOf([said(text)], functionName).code).toBe(code);
  });

  it('takes the most specific error, whichever place it has', () => {
    const errors = [said('Could not create invoice record!'), said("Invalid Customer 'C-9' specified.")];
    expect(refusalOf(errors, null)).toEqual({ code: 'CUSTOMER_UNKNOWN', subject: 'C-9' });
  });

  it('does not let advice stand for a reason', () => {
    const errors = [said('Could not create invoice', 'Choose a customer that is not inactive'), said('Period closed')];
    expect(refusalOf(errors, null).code).toBe('PERIOD_CLOSED');
  });

  it('reads the advice when nothing else says why', () => {
    expect(refusalOf([said('', 'Document Number is missing')], null).code).toBe('REQUIRED_FIELD_MISSING');
  });
});
