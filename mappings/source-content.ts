import type { SourceSalesCredit } from '../domain/source-sales-credit';
import type { SourceStockMovement } from '../domain/source-stock-movement';
import type { SourceSupplierDocument } from '../domain/source-supplier-document';
import type { SourceAssetTime, SourceTimesheet } from '../domain/source-timesheet';
import { inTimesheetOrder } from './assignar-timesheet/timesheet-order';
import { hashOfContent } from './content-hash';
import { inSupplierOrder } from './imetal-supplier-document/supplier-order';
import { invoiceContent } from './source-invoice-content';
import { compareIds } from './text-order';

/**
 * SHA-256 (64 hex digits) over what a credit itself says, as `contentHash` of an invoice. The reason counts by its code;
 * what the reason's record says of it may change under a posted credit.
 */
export function creditContentHash(credit: SourceSalesCredit): string {
  const { reasonDescription: _description, goodsReturned: _goodsReturned, ...document } = credit;
  return hashOfContent(invoiceContent(document));
}

/**
 * The same of a supplier document. Left out beside version and time: the supplier's name, the accounts that purchase
 * groups name, and the payment hold, which comes and goes without changing what is owed. What it was matched with counts.
 */
export function supplierDocumentContentHash(supplierDocument: SourceSupplierDocument): string {
  const {
    version: _version,
    modifiedAt: _modifiedAt,
    supplierName: _name,
    paymentHold: _hold,
    heldReasons: _reasons,
    ...document
  } = inSupplierOrder(supplierDocument);
  const items = document.items.map(({ account: _account, ...item }) => item);
  return hashOfContent({ ...document, items });
}

/** The same of a stock movement; the groups of its products and its reason's description are left out. */
export function stockMovementContentHash(movement: SourceStockMovement): string {
  const { version: _version, modifiedAt: _modifiedAt, reasonDescription: _description, ...document } = movement;
  const lines = [...document.lines]
    .sort((a, b) => compareIds(a.lineId, b.lineId))
    .map(({ productGroupCode: _productGroup, salesGroupCode: _salesGroup, ...line }) => line);
  return hashOfContent({ ...document, lines });
}

/**
 * The same of a timesheet. Left out beside its version: its status and marks, which change as it is approved, completed and
 * processed; names, and the client and order, which decide nothing of what is posted.
 */
export function timesheetContentHash(timesheet: SourceTimesheet): string {
  const {
    version: _version,
    status: _status,
    isCompleted: _isCompleted,
    isProcessed: _isProcessed,
    clientExternalId: _client,
    orderNumber: _order,
    ...sheet
  } = inTimesheetOrder(withoutNames(timesheet));
  return hashOfContent(sheet);
}

// Before they are put in order: names must not decide that either.
function withoutNames(timesheet: SourceTimesheet): SourceTimesheet {
  const withoutAssetName = (asset: SourceAssetTime) => ({ ...asset, assetName: null });
  const { worker, project, role } = timesheet;
  return {
    ...timesheet,
    worker: { ...worker, name: null },
    project: project === null ? null : { ...project, name: null },
    role: role === null ? null : { ...role, name: null },
    activities: timesheet.activities.map((activity) => ({
      ...activity,
      activityName: null,
      assets: activity.assets.map(withoutAssetName),
    })),
    assets: timesheet.assets.map(withoutAssetName),
  };
}
