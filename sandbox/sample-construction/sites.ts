/** Where Harbor Civil works; the time zones are those of companies/harbor-civil.yaml. */
export const places = [
  { locationId: '100', name: 'Boston', timeZone: 'America/New_York', city: 'Boston', state: 'MA', zip: '02210' },
  { locationId: '200', name: 'Chicago', timeZone: 'America/Chicago', city: 'Chicago', state: 'IL', zip: '60607' },
  { locationId: '300', name: 'Phoenix', timeZone: 'America/Phoenix', city: 'Phoenix', state: 'AZ', zip: '85003' },
] as const;
export type LocationId = (typeof places)[number]['locationId'];

/** Who orders the works. */
export const customers: readonly { customerId: string; name: string }[] = [
  'Massachusetts Port Authority',
  'City of Boston',
  'Shoreline Wind LLC',
  'Illinois Waterways Agency',
  'Lakefront Development Partners',
  'Cook County Highways',
  'Great Plains Rail',
  'Sonoran Water District',
  'Harborview Hospital Trust',
  'Atlantic Dry Docks Inc',
].map((name, index) => ({ customerId: `C-${201 + index}`, name }));

/** Of the vendors only subcontractors are Assignar's business. */
export const vendors: readonly { vendorId: string; name: string; isSubcontractor: boolean }[] = [
  ['Bay State Crane Hire', true],
  ['Midwest Piling Crews', true],
  ['Desert Drilling', true],
  ['Commonwealth Scaffolding', true],
  ['Prairie Labor Pool', true],
  ['Stone & Gravel Supply', false],
  ['Cambridge Office Paper', false],
  ['Union Fuel', false],
].map(([name, isSubcontractor], index) => ({
  vendorId: `V-${301 + index}`,
  name: String(name),
  isSubcontractor: isSubcontractor === true,
}));

/** A cost code: a task that several projects may have. */
export interface CostCode {
  taskId: string;
  name: string;
}

const STAGES = [
  'Mobilisation',
  'Earthworks',
  'Foundations',
  'Concrete',
  'Structures',
  'Services',
  'Surfacing',
  'Handover',
];
const PARTS = ['set-up', 'main works', 'inspection', 'rework', 'standby'];

/** Forty of them: `01-100 Mobilisation, set-up` to `08-500 Handover, standby`. */
export const costCodes: readonly CostCode[] = STAGES.flatMap((stage, index) =>
  PARTS.map((part, at) => ({ taskId: `0${index + 1}-${at + 1}00`, name: `${stage}, ${part}` })),
);

/** A project with its cost codes; a sub-project names its parent. */
export interface Site {
  projectId: string;
  name: string;
  parentId: string | null;
  customerId: string;
  locationId: LocationId;
  beginDate: string;
  endDate: string | null;
  projectStatus: 'In Progress' | 'Planned' | 'Closed';
  isActive: boolean;
  taskIds: readonly string[];
}

const drafts: readonly [id: string, name: string, parent: string | null, customer: number, place: LocationId][] = [
  ['HC-2401', 'Conley Terminal quay wall', null, 0, '100'],
  ['HC-2401-A', 'Quay wall, piling', 'HC-2401', 0, '100'],
  ['HC-2401-B', 'Quay wall, capping beam', 'HC-2401', 0, '100'],
  ['HC-2402', 'Seaport drainage', null, 1, '100'],
  ['HC-2403', 'Turbine staging yard', null, 2, '100'],
  ['HC-2403-A', 'Staging yard, heavy pads', 'HC-2403', 2, '100'],
  ['HC-2404', 'Calumet lock repair', null, 3, '200'],
  ['HC-2404-A', 'Lock repair, gates', 'HC-2404', 3, '200'],
  ['HC-2405', 'Lakefront promenade', null, 4, '200'],
  ['HC-2406', 'County bridge 118', null, 5, '200'],
  ['HC-2407', 'Canal pump station', null, 7, '300'],
  ['HC-2408', 'Dry dock 4 lining', null, 9, '100'],
];

/** Twelve projects that are worked on, four of them below another; and one that is closed. */
export const sites: readonly Site[] = [
  ...drafts.map(([projectId, name, parentId, customer, locationId], index): Site => {
    return {
      ...{ projectId, name, parentId, locationId },
      customerId: customers[customer]?.customerId ?? '',
      beginDate: `2026-0${2 + (index % 7)}-01`,
      endDate: index % 3 === 0 ? '2027-06-30' : null,
      projectStatus: 'In Progress',
      isActive: true,
      taskIds: codesOf(index),
    };
  }),
  {
    ...{ projectId: 'HC-2399', name: 'Old pier removal', parentId: null, customerId: 'C-210', locationId: '100' },
    ...{
      beginDate: '2025-03-01',
      endDate: '2026-03-31',
      projectStatus: 'Closed',
      isActive: false,
      taskIds: ['01-100'],
    },
  },
];

/** Twelve codes in a row, from another beginning for each project: all forty are in use, none is everywhere. */
function codesOf(index: number): string[] {
  return Array.from({ length: 12 }, (_, at) => costCodes[(index * 7 + at) % costCodes.length]?.taskId ?? '');
}

/** The projects on which ordinary shifts are worked, at a place. */
export function sitesAt(locationId: LocationId): Site[] {
  return sites.filter((site) => site.isActive && site.locationId === locationId);
}

/** A project by its id; throws for one that is none. */
export function siteOf(projectId: string): Site {
  const found = sites.find((site) => site.projectId === projectId);
  if (found === undefined) throw new RangeError(`no project is ${projectId}`);
  return found;
}

/** The time zone of a project's place. */
export function timeZoneOf(projectId: string): string {
  const { locationId } = siteOf(projectId);
  return places.find((place) => place.locationId === locationId)?.timeZone ?? places[0].timeZone;
}
