import type { ActivityOptions } from '@temporalio/workflow';

/** The source's database and the hub's own: quick, and back within minutes when away. Retried until it answers. */
export const sourcePolicy: ActivityOptions = {
  // A 5,000-line invoice is read, mapped and stored in a few seconds; a dead worker is noticed after this.
  startToCloseTimeout: '60s',
  // The activities beat every few seconds: a killed worker is noticed after this.
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '60s' },
};

/** The gateway: slow, capped, sometimes away for an hour. Refusals come back as data, so all that throws is retried. */
export const gatewayPolicy: ActivityOptions = {
  // A wait for a slot, a look-up and a request of up to 15 minutes (the gateway cuts there).
  startToCloseTimeout: '20m',
  // The activity beats every few seconds: a killed worker is noticed after this.
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '60s' },
};

/** Gateway activities have a queue of their own: waiting for Intacct must not keep invoices from being read. */
export function gatewayTaskQueue(taskQueue: string): string {
  return `${taskQueue}-gateway`;
}
