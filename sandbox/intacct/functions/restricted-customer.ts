import type { BookRecord } from '../books';
import type { FunctionCall } from '../function-call';
import { refuseAsInvalid } from '../intacct-error';
import { entityOfLocation } from '../posting';

/**
 * Refuses a customer who is restricted to other entities (OBJECTRESTRICTION and RESTRICTEDLOCATIONS, facts/intacct.md 8.1); a RootOnly
 * customer is used at top level only. The text is unconfirmed.
 */
export function refuseRestrictedCustomer(call: FunctionCall, customer: BookRecord, entityId: string): void {
  if (!call.settings.refuseRestrictedCustomers) return;
  const restriction = customer.OBJECTRESTRICTION ?? 'Unrestricted';
  const allowed =
    restriction === 'Restricted'
      ? (customer.RESTRICTEDLOCATIONS ?? '')
          .split('#~#')
          .some((locationId) => entityOfLocation(call.books, locationId.trim()) === entityId)
      : restriction !== 'RootOnly' || call.entityId === '';
  if (allowed) return;
  refuseAsInvalid(
    `Customer '${customer.CUSTOMERID}' is restricted and cannot be used in entity '${entityId}'.`,
    'SIM-CUSTOMER-RESTRICTED',
  );
}
