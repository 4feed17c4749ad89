import { checkProfileAgainstIntacct, type Fault } from '../../activities/check-profile';
import { Authentication } from '../../clients/errors';
import type { IntacctClient } from '../../clients/intacct/intacct-client';
import type { IntacctConstruction } from '../../clients/intacct/intacct-construction';
import type { FeedObject, IntacctMasters } from '../../clients/intacct/intacct-masters';
import type { AssignarProfile } from '../../domain/assignar-profile';
import { isTimeZone, localDay } from '../../domain/local-time';
import { flowingToAssignar } from '../../workflows/poll-intacct';
import { listConstructionRecords } from '../list-construction-records';
import type { Check, CheckResult } from './checkup';
import { filterChecks } from './filter-checks';

export interface ConstructionCheckDeps {
  profile: AssignarProfile;
  /** Each call takes its turn at the gateway. */
  signIn: IntacctClient['signIn'];
  query: IntacctClient['query'];
  construction: IntacctConstruction;
  masters: Pick<IntacctMasters<FeedObject>, 'listParties' | 'listDeleted'>;
}

// What the flows read and write: object, and what the web services user needs for it.
const objectsUsed = [
  ['ITEM', 'Inventory Control: Items, list and view'],
  ['ITEMGLGROUP', 'Inventory Control: Item GL groups, list'],
  ['EMPLOYEE', 'Time & Expenses: Employees, list and view'],
  ['EARNINGTYPE', 'Time & Expenses: Earning types, list'],
  ['PROJECT', 'Projects: Projects, list and view'],
  ['TASK', 'Projects: Tasks, list and view'],
  ['TIMESHEET', 'Time & Expenses: Timesheets, list, view, add and edit'],
  ['TIMESHEETENTRY', 'Time & Expenses: Timesheets, list and view'],
  ['CUSTOMER', 'Accounts Receivable: Customers, list and view'],
  ['VENDOR', 'Accounts Payable: Vendors, list and view'],
  ['CONTACT', 'Company: Contacts, list and view'],
] as const;

/** Intacct as a company on Assignar uses it: sign-in, rights, GL groups, earning types, filters, and all that the profile names. */
export function constructionChecks(deps: ConstructionCheckDeps): Check[] {
  const remedy = 'check INTACCT_ENDPOINT and the network; when Intacct is in maintenance, wait';
  // After a refused sign-in nothing more is tried: Intacct locks a user out after a few.
  let signInRefused = false;
  const unlessRefused = (make: () => Promise<CheckResult>) => async (): Promise<CheckResult> => {
    if (signInRefused) throw new Error('not tried, since the sign-in was refused');
    return make();
  };
  return [
    {
      name: 'Intacct sign-in',
      remedy,
      async make() {
        const result = await checkSignIns(deps);
        signInRefused = result.faults.length > 0;
        return result;
      },
    },
    { name: 'Intacct permissions', remedy, make: unlessRefused(() => checkPermissions(deps)) },
    {
      name: 'profile',
      remedy,
      make: unlessRefused(async () => ({
        seen: 'all that it names is in Intacct, and active',
        faults: await checkProfileAgainstIntacct(deps.profile, deps),
      })),
    },
    { name: 'item GL groups', remedy, make: unlessRefused(() => checkGlGroups(deps)) },
    { name: 'earning types', remedy, make: unlessRefused(() => checkEarningTypes(deps)) },
    { name: 'time zones and periods', remedy, make: async () => checkTimes(deps.profile) },
    ...filterChecks(deps.profile, () =>
      listConstructionRecords({ construction: deps.construction, parties: deps.masters }),
    ).map((check) => ({
      ...check,
      make: unlessRefused(check.make),
    })),
  ];
}

async function checkSignIns({ profile, signIn }: ConstructionCheckDeps): Promise<CheckResult> {
  const entities = profile.entity === '' ? [] : [profile.entity];
  for (const entityId of [null, ...entities]) {
    try {
      await signIn(entityId);
    } catch (error) {
      if (!(error instanceof Authentication)) throw error;
      const subject = entityId === null ? 'top level' : `entity ${entityId}`;
      const remedy =
        'check INTACCT_SENDER_…, INTACCT_COMPANY_ID and INTACCT_USER_…, that the sender is authorised in the company, and the user not locked and allowed in the entity';
      return { seen: '', faults: [{ subject, what: error.message, remedy }] };
    }
  }
  return { seen: ['accepted at the top level', ...entities.map((id) => `in entity ${id}`)].join(' and '), faults: [] };
}

async function checkPermissions({ profile, query, masters }: ConstructionCheckDeps): Promise<CheckResult> {
  const faults: Fault[] = [];
  const entityId = profile.entity === '' ? null : profile.entity;
  const asks = objectsUsed.map(([object, right]) => ({
    object,
    right,
    async ask() {
      // No record has the number 0: an empty page says as much of the permission as a full one.
      const filter = { op: 'equalto' as const, field: 'RECORDNO', value: '0' };
      for await (const _row of query(entityId, { object, fields: ['RECORDNO'], filter })) break;
    },
  }));
  const audit = {
    object: 'AUDITHISTORY',
    right: 'Company: Audit trail, list and view',
    async ask() {
      await masters.listDeleted(flowingToAssignar, new Date().toISOString(), 1);
    },
  };
  for (const { object, right, ask } of [...asks, audit]) {
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'Rejected') throw error;
      const remedy = `give the web services user the permission "${right}", and check that its module is subscribed`;
      faults.push({ subject: object, what: error.message, remedy });
    }
  }
  return { seen: `may list ${[...asks, audit].map(({ object }) => object).join(', ')}`, faults };
}

async function checkGlGroups({ profile, construction }: ConstructionCheckDeps): Promise<CheckResult> {
  const { equipmentGroups, labourGroups } = profile.items;
  const there = await construction.listItemGlGroups();
  const faults: Fault[] = [];
  for (const group of [...equipmentGroups, ...labourGroups].filter((name) => !there.includes(name))) {
    const what = `GL_GROUP_MISSING: item GL group "${group}" is not in Intacct, which has ${there.join(', ') || 'none'}`;
    const remedy = 'make the group in Intacct (Inventory Control > Setup > GL groups), or correct items in the profile';
    faults.push({ subject: group, what, remedy });
  }
  for (const group of equipmentGroups.filter((name) => labourGroups.includes(name))) {
    const what = `ITEM_IN_BOTH_GROUPS: "${group}" is equipment and labour in the profile, so each of its items is parked`;
    faults.push({ subject: group, what, remedy: 'name it once: items.equipmentGroups or items.labourGroups' });
  }
  return { seen: `equipment ${equipmentGroups.join(', ')}; labour ${labourGroups.join(', ')}`, faults };
}

async function checkEarningTypes({ profile, construction }: ConstructionCheckDeps): Promise<CheckResult> {
  const { timesheets, equipmentTime } = profile;
  const named = new Set([
    ...Object.values(timesheets.earningTypeByRole),
    ...(timesheets.travel === 'not-posted' ? [] : [timesheets.travel.timeType]),
    ...(equipmentTime.postAs === 'timesheet-entries' ? [equipmentTime.timeType] : []),
  ]);
  const there = await construction.listEarningTypes();
  const faults = [...named]
    .filter((name) => !there.includes(name))
    .map((name) => ({
      subject: name,
      what: `earning type "${name}" of the profile is not in Intacct, which has ${there.join(', ') || 'none'}`,
      remedy: 'make it in Intacct (Time & Expenses > Setup > Earning types), or correct timesheets in the profile',
    }));
  return { seen: `${named.size} named, of ${there.length} in Intacct`, faults };
}

function checkTimes({ projects, timesheets }: AssignarProfile): CheckResult {
  const zones = new Set([projects.timeZone, ...Object.values(projects.timeZoneByLocation)]);
  const faults = [...zones]
    .filter((zone) => !isTimeZone(zone))
    .map((zone) => ({
      subject: zone,
      what: `time zone "${zone}" is none that is known`,
      remedy: 'projects.timeZone and timeZoneByLocation take names such as America/New_York',
    }));
  if (faults.length > 0) return { seen: '', faults };
  const { days, beginsOn } = timesheets.period;
  const today = localDay(Math.floor(Date.now() / 60_000), projects.timeZone);
  const passed = Math.floor((Date.parse(today) - Date.parse(beginsOn)) / 86_400_000);
  const begin = new Date(Date.parse(beginsOn) + Math.floor(passed / days) * days * 86_400_000)
    .toISOString()
    .slice(0, 10);
  return {
    seen: `${[...zones].join(', ')}; today is in the period of ${days} days that began ${begin}: compare with Intacct's`,
    faults,
  };
}
