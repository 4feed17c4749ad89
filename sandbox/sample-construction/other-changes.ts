import type { FinancePort } from '../sample-day/finance-port';
import { movedItem } from './items-of-work';
import type { OfficePort } from './office-port';

/** What else changed on the day, on either side; answers it in words. */
export async function changeOtherMasters(office: OfficePort, finance: FinancePort): Promise<string[]> {
  // What finance changes goes to Assignar.
  await finance.patch('items', movedItem, { glGroup: 'Equipment' });
  await finance.patch('customers', 'C-204', { name: 'Illinois Waterways Authority' });
  // What somebody changes in Assignar is told as drift; roles the profile puts back.
  await office.act('edit-row', { collection: 'clients', row: 'C-206', fields: { name: 'Cook Co. Highways (old)' } });
  await office.act('edit-row', { collection: 'tasks', row: 'LAB-FLAG', fields: { name: 'Flag man' } });
  await office.act('create-row', { collection: 'activities', fields: { name: 'Snow clearing' } });
  return [
    `item ${movedItem} moved from labor to equipment in Intacct`,
    'customer C-204 renamed in Intacct',
    'client C-206 renamed in Assignar by hand',
    'role LAB-FLAG renamed in Assignar by hand',
    'activity Snow clearing made in Assignar by hand',
  ];
}
