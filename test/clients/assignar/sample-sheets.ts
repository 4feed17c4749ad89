/** The sheet of the facts' example, with the ids that its abbreviated rows leave out. */
export const sampleSheet = {
  id: 9001,
  status: 'APPROVED_WITH_PAY_AND_CHARGE_RATES',
  user: { user_id: 41, employee_id: 'E-7', external_id: 'E-7', first_name: 'Ana', last_name: 'de la Cruz' },
  client: { id: 3, external_id: 'C-20' },
  project: { id: 311, external_id: 'P-100', name: 'North Quay', timezone: 'Australia/Perth' },
  task: { id: 12, external_id: 'LAB-DRIVER', name: 'Driver' },
  order: { id: 77, job_number: 'J-100' },
  date: '2026-11-16',
  start_time: '07:00',
  end_time: '15:30',
  start_datetime: '2026-11-15T23:00:00.000Z',
  end_datetime: '2026-11-16T07:30:00.000Z',
  is_naive_datetime: false,
  break_time: 30,
  travel_time_to: '15',
  travel_time_from: null,
  total_time: '08:00',
  activity_entries: [
    {
      duration: 240,
      activity: { id: 501, external_id: '100-200', name: 'Footings', is_payable: true },
      related_asset_entries: [{ activity_asset_usage_minutes: 180 }],
    },
  ],
  asset_entries: [
    { id: 8, duration: 480, uses_whole_shift: true, asset: { id: 5, external_id: 'EQ-5', name: 'Excavator' } },
  ],
  completed_at: '2026-11-16T09:00:00Z',
  is_processed: false,
  processed_at: null,
  deleted_time: null,
  modified_at: '2026-11-16T09:00:00.123Z',
};

/** A row of the list, modified at so many milliseconds past nine o'clock. */
export function sheetRow(id: number, milliseconds: number, changes: object = {}): { id: number; modified_at: string } {
  const modifiedAt = new Date(Date.UTC(2026, 10, 16, 9) + milliseconds).toISOString();
  return { ...sampleSheet, id, modified_at: modifiedAt, ...changes };
}
