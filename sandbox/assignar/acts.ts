import type { Act, ActName } from './act-schemas';
import { deletedFieldOf, WORKER_TYPE_ID } from './collections';
import { damageWorkers } from './damage-workers';
import { findRow } from './find-row';
import type { Json } from './row';
import { rewriteTimesheet, submitTimesheet } from './submit-timesheet';
import {
  approveTimesheet,
  changeTimesheet,
  completeTimesheet,
  deleteTimesheet,
  processTimesheet,
  reopenTimesheet,
} from './timesheet-states';
import { createByHand, duplicateWorker, recreateWorker, relinkWorkers, removeRoles } from './worker-acts';
import { changeRow, createRow, deleteRow, type Tenant } from './write-row';

type ActTable = { readonly [Name in ActName]: (tenant: Tenant, act: Act<Name>) => Record<string, Json> };

/** What each act does, by the rules of the API; answers the ids of what it wrote. Refused acts throw the API's refusal. */
export const ACTS: ActTable = {
  'create-worker': (tenant, { fields }) => ({
    id: createByHand(tenant, { user_type_id: WORKER_TYPE_ID, ...fields }),
  }),
  'edit-worker': (tenant, { worker, fields }) => ({
    id: changeRow(tenant, 'users', findRow(tenant.store, 'users', worker).id, fields).id,
  }),
  'delete-worker': (tenant, { worker }) => {
    const { id } = findRow(tenant.store, 'users', worker);
    deleteRow(tenant, 'users', id);
    return { id };
  },
  'recreate-worker': (tenant, { worker, keepEmail }) =>
    recreateWorker(tenant, findRow(tenant.store, 'users', worker), keepEmail),
  'duplicate-worker': (tenant, { worker }) => duplicateWorker(tenant, findRow(tenant.store, 'users', worker)),
  'relink-workers': (tenant, { worker, other }) =>
    relinkWorkers(tenant, findRow(tenant.store, 'users', worker), findRow(tenant.store, 'users', other)),
  'remove-worker-roles': (tenant, { worker }) => removeRoles(tenant, findRow(tenant.store, 'users', worker)),
  'damage-workers': (tenant, { seed, share, kinds }) => damageWorkers(tenant, { seed, share, kinds }),
  'create-row': (tenant, { collection, fields }) => ({ id: createRow(tenant, collection, fields).row.id }),
  'edit-row': (tenant, { collection, row, fields }) => ({
    id: changeRow(tenant, collection, findRow(tenant.store, collection, row).id, fields).id,
  }),
  'delete-row': (tenant, { collection, row }) => {
    const { id } = findRow(tenant.store, collection, row);
    deleteRow(tenant, collection, id);
    return { id, [deletedFieldOf(collection)]: tenant.now().toISOString() };
  },
  'submit-timesheet': (tenant, shift) => ({ timesheetId: submitTimesheet(tenant, shift).id }),
  'edit-timesheet': (tenant, act) => {
    if ('shift' in act) rewriteTimesheet(tenant, act.timesheetId, act.shift);
    else changeTimesheet(tenant, act.timesheetId, act.fields);
    return { timesheetId: act.timesheetId };
  },
  'approve-timesheet': (tenant, { timesheetId, rated }) => ({
    timesheetId: approveTimesheet(tenant, timesheetId, rated).id,
  }),
  'complete-timesheet': (tenant, { timesheetId }) => ({ timesheetId: completeTimesheet(tenant, timesheetId).id }),
  'process-timesheet': (tenant, { timesheetId }) => ({ timesheetId: processTimesheet(tenant, timesheetId).id }),
  'reopen-timesheet': (tenant, { timesheetId }) => ({ timesheetId: reopenTimesheet(tenant, timesheetId).id }),
  'delete-timesheet': (tenant, { timesheetId }) => {
    deleteTimesheet(tenant, timesheetId);
    return { timesheetId };
  },
};
