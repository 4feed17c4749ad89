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
    ["Invalid Project 'P' specified.", 'PROJECT_UNKNOWN', 'P'],
    ["Invalid Class 'K' specified.", 'DIMENSION_UNKNOWN', 'K'],
    ["Invalid Employee Position 'FOREMAN' specified.", 'REFUSED_BY_INTACCT', null],
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

  // None of these texts is confirmed: they are what Intacct says of customers, accounts and periods, said of what time is posted to.
  it.each([
    ["Invalid Employee 'E-7' specified.", 'EMPLOYEE_UNKNOWN', 'E-7'],
    ["Invalid Employee ID 'E-7' specified.", 'EMPLOYEE_UNKNOWN', 'E-7'],
    ['Employee E-7 does not exist.', 'EMPLOYEE_UNKNOWN', 'E-7'],
    ["Employee 'E-7' is inactive.", 'EMPLOYEE_INACTIVE', 'E-7'],
    ["The employee 'E-7' was terminated on 10/31/2026.", 'EMPLOYEE_INACTIVE', 'E-7'],
    ['Employee E-7 is not active', 'EMPLOYEE_INACTIVE', 'E-7'],
    ["Employee 'E-7' left on 10/31/2026.", 'EMPLOYEE_INACTIVE', 'E-7'],
    ["You can't enter time for an inactive employee 'E-7'.", 'EMPLOYEE_INACTIVE', 'E-7'],
    ["Project 'P-100' does not exist.", 'PROJECT_UNKNOWN', 'P-100'],
    ["Project 'P-100' is inactive.", 'PROJECT_INACTIVE', 'P-100'],
    ['Project P-100 has been closed', 'PROJECT_INACTIVE', 'P-100'],
    ["Invalid Task '100-200' specified.", 'TASK_UNKNOWN', '100-200'],
    ["Invalid project task '100-200' specified.", 'TASK_UNKNOWN', '100-200'],
    ["Task '100-200' is completed.", 'TASK_UNKNOWN', '100-200'],
    ["Task '100-200' does not belong to project 'P-100'.", 'TASK_NOT_OF_PROJECT', 'P-100/100-200'],
    ["Task '100-200' is not a task of Project 'P-100'.", 'TASK_NOT_OF_PROJECT', 'P-100/100-200'],
    ["Invalid task '100-200' for project 'P-100'.", 'TASK_NOT_OF_PROJECT', 'P-100/100-200'],
    ["Project 'P-100' does not have a task '100-200'.", 'TASK_NOT_OF_PROJECT', 'P-100/100-200'],
    ["Task '100-200' is not valid for the project.", 'TASK_NOT_OF_PROJECT', '100-200'],
    ["Invalid Item 'EXC-20' specified.", 'ITEM_UNKNOWN', 'EXC-20'],
    ["Item 'EXC-20' is not active.", 'ITEM_INACTIVE', 'EXC-20'],
    ["Line item 3: invalid location 'X'.", 'DIMENSION_UNKNOWN', 'X'],
    ['Earning type is missing.', 'EARNING_TYPE_MISSING', null],
    ["Employee 'E-7' has no earning type.", 'EARNING_TYPE_MISSING', null],
    ["Invalid Earning Type 'Overtime' specified.", 'EARNING_TYPE_MISSING', 'Overtime'],
    ["Time type 'Overtime' was not found.", 'EARNING_TYPE_MISSING', 'Overtime'],
    ['Another Timesheet with the given value(s) E-7  already exists', 'TIMESHEET_EXISTS', null],
    ["A timesheet for employee 'E-7' and 11/16/2026 already exists.", 'TIMESHEET_EXISTS', null],
    ["Employee 'E-7' already has a timesheet for this period.", 'TIMESHEET_EXISTS', null],
    ['The timesheet has been approved and cannot be changed.', 'TIMESHEET_CLOSED', null],
    ["You can't edit an approved timesheet.", 'TIMESHEET_CLOSED', null],
    ['Timesheet 55 cannot be modified', 'TIMESHEET_CLOSED', null],
    ['The time period 11/16/2026 is closed.', 'TIME_PERIOD_CLOSED', null],
    ['You cannot enter hours in a closed timesheet period', 'TIME_PERIOD_CLOSED', null],
  ])('%s, of whatever function, is %s', (text, code, subject) => {
    expect(refusalOf([said(text)], null)).toEqual({ code, subject });
  });

  it.each([
    ['The period that begins on 11/16/2026 is closed.', 'update TIMESHEET', 'TIME_PERIOD_CLOSED'],
    ['The accounting period November 2026 is closed.', 'update TIMESHEET', 'PERIOD_CLOSED'],
    ['The period that begins on 11/16/2026 is closed.', 'create GLBATCH', 'PERIOD_CLOSED'],
    ["Time cannot be entered: the employee's record is inactive", 'create TIMESHEET', 'EMPLOYEE_INACTIVE'],
  ])('%s, to %s, is %s', (text, functionName, code) => {
    expect(refusalOf([said(text)], functionName).code).toBe(code);
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
