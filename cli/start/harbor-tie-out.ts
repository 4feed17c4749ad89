import {
  divideAmount,
  formatCents,
  isZeroAmount,
  roundToPlaces,
  subtractAmounts,
  sumAmounts,
} from '../../domain/money';
import type { Fate } from './tie-out';

/** Time of one machine in a shift; amounts by the profile's rate, base currency. */
export interface MachineTime {
  itemId: string;
  hours: string;
  cost: string;
}

/** An approved shift as Assignar's own rows add it up. */
export interface SiteSheet {
  documentKey: string;
  projectId: string;
  isProcessed: boolean;
  /** What is to be posted of it: worked and travelled, less what nobody is paid for; two decimals. */
  hours: string;
  machines: MachineTime[];
}

/** With what the hub made of it; `hubHours` as `intacct-pipelines show` tells them, null where it knows none. */
export type SettledSheet = SiteSheet & { fate: Fate; hubHours: string | null };

/** Hours that the hub wrote to Intacct's timesheets, and what it charged for equipment, as Intacct's own records add it up. */
export interface PostedTime {
  hoursByProject: ReadonlyMap<string, string>;
  chargedByItem: ReadonlyMap<string, string>;
}

/** Hours of one project on both sides. */
export interface ProjectHours {
  projectId: string;
  sheets: number;
  approved: string;
  waiting: string;
  posted: string;
  intacct: string;
  /** Intacct less posted: anything but zero is a fault. */
  difference: string;
}

/** Hours of one machine, and what they were charged at; amounts in base currency. */
export interface MachineHours {
  itemId: string;
  approved: string;
  waiting: string;
  posted: string;
  charge: string;
  ledger: string;
  difference: string;
}

/** Minutes as hours with two decimals, half up. */
export function hoursOfMinutes(minutes: number): string {
  return formatCents(roundToPlaces(divideAmount(String(minutes), '60'), 2));
}

/** Compares hours of approved shifts with those of Intacct's timesheets, by project. */
export function tieOutHours(sheets: readonly SettledSheet[], { hoursByProject }: PostedTime): ProjectHours[] {
  const projects = new Set([...sheets.map(({ projectId }) => projectId), ...hoursByProject.keys()]);
  return [...projects].sort().map((projectId) => {
    const own = sheets.filter((sheet) => sheet.projectId === projectId);
    const hours = (fates: readonly Fate[]) =>
      total(own.filter(({ fate }) => fates.includes(fate)).map((sheet) => sheet.hours));
    const posted = hours(['posted']);
    const intacct = formatCents(hoursByProject.get(projectId) ?? '0');
    return {
      projectId,
      sheets: own.length,
      approved: total(own.map((sheet) => sheet.hours)),
      waiting: hours(['parked', 'abandoned', 'open']),
      posted,
      intacct,
      difference: formatCents(subtractAmounts(intacct, posted)),
    };
  });
}

/** Hours by the hub's own word: what `intacct-pipelines status` sums up. */
export function hubHours(sheets: readonly SettledSheet[]): { waiting: string; posted: string } {
  const told = (isTold: (fate: Fate) => boolean) =>
    total(sheets.filter(({ fate }) => isTold(fate)).map((sheet) => sheet.hubHours ?? '0'));
  return { waiting: told((fate) => fate !== 'posted'), posted: told((fate) => fate === 'posted') };
}

/** Compares hours of equipment, at the profile's rates, with what the ledger charged to projects, by item. */
export function tieOutMachines(sheets: readonly SettledSheet[], { chargedByItem }: PostedTime): MachineHours[] {
  const times = sheets.flatMap(({ fate, machines }) => machines.map((time) => ({ ...time, fate })));
  const items = new Set([...times.map(({ itemId }) => itemId), ...chargedByItem.keys()]);
  return [...items].sort().map((itemId) => {
    const own = times.filter((time) => time.itemId === itemId);
    const posted = own.filter(({ fate }) => fate === 'posted');
    const charge = total(posted.map(({ cost }) => cost));
    const ledger = formatCents(chargedByItem.get(itemId) ?? '0');
    return {
      itemId,
      approved: total(own.map(({ hours }) => hours)),
      waiting: total(own.filter(({ fate }) => fate !== 'posted').map(({ hours }) => hours)),
      posted: total(posted.map(({ hours }) => hours)),
      charge,
      ledger,
      difference: formatCents(subtractAmounts(ledger, charge)),
    };
  });
}

/** What does not tie out of hours, equipment and the shifts themselves; one sentence each. `explained`: documents with an open exception. */
export function timeFaults(
  sheets: readonly SettledSheet[],
  projects: readonly ProjectHours[],
  machines: readonly MachineHours[],
  explained: ReadonlySet<string>,
): string[] {
  const named = (fate: Fate) => sheets.filter((sheet) => sheet.fate === fate);
  return [
    ...(sheets.length === 0 ? ['Assignar has no approved timesheet'] : []),
    ...named('open').map(({ documentKey }) => `${documentKey} is neither posted nor parked`),
    ...named('parked')
      .filter(({ documentKey }) => !explained.has(documentKey))
      .map(({ documentKey }) => `${documentKey} is parked without a reason`),
    ...named('posted')
      .filter(({ isProcessed }) => !isProcessed)
      .map(({ documentKey }) => `${documentKey} is posted, and not processed in Assignar`),
    ...sheets
      .filter(({ fate, hours, hubHours: told }) => fate !== 'open' && hours !== told)
      .map(
        ({ documentKey, fate, hours, hubHours: told }) =>
          `${documentKey} is ${fate}: ${hours} hours in Assignar, ${told ?? 'none'} in the hub`,
      ),
    ...projects
      .filter(({ difference }) => !isZeroAmount(difference))
      .map(
        ({ projectId, posted, intacct }) =>
          `hours of project ${projectId}: posted ${posted}, on Intacct's timesheets ${intacct}`,
      ),
    ...machines
      .filter(({ difference }) => !isZeroAmount(difference))
      .map(({ itemId, charge, ledger }) => `equipment ${itemId}: posted ${charge}, in Intacct's ledger ${ledger}`),
  ];
}

function total(amounts: readonly string[]): string {
  return formatCents(sumAmounts(amounts));
}
