import type { FunctionName } from './content-models';
import type { FunctionAnswer, FunctionCall } from './function-call';
import { getApiSession } from './functions/api-session';
import { getClosedBooksDate, getCompanyPreferences } from './functions/company-preferences';
import { createAdjustment, deleteAdjustment } from './functions/create-adjustment';
import { createInvoice } from './functions/create-invoice';
import { getList } from './functions/get-list';
import { applyArPayment, createArPayment } from './functions/legacy-payment';
import { query } from './functions/query';
import { describeObject, read, readByName, readByQuery, readMore } from './functions/read';
import { deleteInvoice, reverseInvoice } from './functions/reverse-invoice';
import { reversePayment } from './functions/reverse-payment';
import { createStatisticalTransaction } from './functions/statistical-transaction';
import { createObjects, deleteObjects, updateObjects } from './functions/write-object';
import { createPayable } from './functions/write-payable';
import { createTaxDetail, createTaxSchedule, createTaxScheduleDetail } from './functions/write-tax';
import { createTerm, deleteTerm, updateTerm } from './functions/write-term';
import { refuse } from './intacct-error';
import { textOf } from './xml';

const TABLE: Readonly<Record<FunctionName, (call: FunctionCall) => FunctionAnswer>> = {
  getAPISession: getApiSession,
  create: createObjects,
  update: updateObjects,
  delete: deleteObjects,
  read,
  readByName,
  readByQuery,
  readMore,
  query,
  lookup: describeObject,
  inspect: describeObject,
  create_invoice: createInvoice,
  reverse_invoice: reverseInvoice,
  delete_invoice: deleteInvoice,
  create_aradjustment: createAdjustment,
  delete_aradjustment: deleteAdjustment,
  create_arpayment: createArPayment,
  apply_arpayment: applyArPayment,
  reverse_arpayment: reversePayment,
  create_bill: createPayable,
  create_apadjustment: createPayable,
  create_arterm: createTerm,
  create_apterm: createTerm,
  update_arterm: updateTerm,
  update_apterm: updateTerm,
  delete_arterm: deleteTerm,
  delete_apterm: deleteTerm,
  create_taxdetail: createTaxDetail,
  create_taxschedule: createTaxSchedule,
  create_taxscheduledetail: createTaxScheduleDetail,
  create_statgltransaction: createStatisticalTransaction,
  get_list: getList,
  get_companyprefs: getCompanyPreferences,
  get_closedbooksdate: getClosedBooksDate,
};

/** Runs one function; throws FunctionRefused. */
export function runFunction(call: FunctionCall): FunctionAnswer {
  refuseWithoutPermission(call);
  return TABLE[call.element.name as FunctionName](call);
}

function refuseWithoutPermission(call: FunctionCall): void {
  const denied = (call.books.get('@USER', call.userId)?.DENIED ?? '').split(' ');
  const { element } = call;
  const objects = ['create', 'update'].includes(element.name)
    ? element.children.map((child) => child.name)
    : [textOf(element, 'object') ?? '', (element.attributes.object ?? '').toUpperCase()];
  const refused = [element.name, ...objects].find((name) => name !== '' && denied.includes(name));
  if (refused) {
    refuse(
      'SIM-PERMISSION',
      `You do not have permission for API operation ${element.name.toUpperCase()} on ${refused}`,
      {
        errorId: 'SIM-PERMISSION',
      },
    );
  }
}
