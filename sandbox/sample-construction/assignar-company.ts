import type { AssignarCompanyInput } from '../assignar/company-file';
import { employeeOf, named } from './crew';
import { harborApiKeys } from './sign-ins';

/** Ids of what the site office has made by hand in Assignar: rows get theirs from 1, in the order of the file. */
export const madeByHand = { role: 1, asset: 1, client: 1, project: 1, rainDelay: 1, cleanUp: 2 } as const;
/** The workers of the file come after the office user. */
export const workersByHand = { adoptable: 2, stranger: 3 } as const;

/**
 * The Assignar side of Harbor Civil before the first load: empty of masters but for what somebody made there by hand. One worker is
 * `named.madeByHand`, by e-mail address; the other is nobody whom Intacct knows. For `PUT /admin/company`.
 */
export function harborAssignarCompany(): AssignarCompanyInput {
  const { tenant, clientId, clientSecret } = harborApiKeys;
  const { firstName, lastName, email, birthDate } = employeeOf(named.madeByHand);
  return {
    tenant,
    credentials: [{ clientId, clientSecret }],
    settings: { region: 'us' },
    roles: [{ name: 'Traffic control' }],
    assets: [{ name: 'Hired light tower' }],
    clients: [{ name: 'Internal', companyName: 'Harbor Civil, internal' }],
    activities: [{ name: 'Rain delay', payable: false }, { name: 'Clean-up' }],
    projects: [{ name: 'Yard clearing', client: madeByHand.client, timezone: 'America/New_York' }],
    workers: [
      {
        ...{ firstName, lastName, dateOfBirth: birthDate, roles: [madeByHand.role] },
        ...(email === null ? {} : { email }),
      },
      { firstName: 'Pete', lastName: 'Casual', email: 'pete.casual@example.com', roles: [madeByHand.role] },
    ],
  };
}
