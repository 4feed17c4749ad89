/** An item of Intacct; the group tells labour from equipment from the rest. */
export interface WorkItem {
  itemId: string;
  name: string;
  glGroup: 'Labor' | 'Equipment' | 'Materials' | null;
  isActive: boolean;
}

const labour: readonly [string, string][] = [
  ['LAB-CARP', 'Carpenter'],
  ['LAB-CONC', 'Concreter'],
  ['LAB-FORE', 'Foreman'],
  ['LAB-GEN', 'General labourer'],
  ['LAB-OPER', 'Plant operator'],
  ['LAB-APPR', 'Apprentice'],
  ['LAB-BRIC', 'Bricklayer'],
  ['LAB-CRAN', 'Crane operator'],
  ['LAB-DIVE', 'Diver'],
  ['LAB-DRIV', 'Truck driver'],
  ['LAB-ELEC', 'Electrician'],
  ['LAB-FITR', 'Pipe fitter'],
  ['LAB-FLAG', 'Flagger'],
  ['LAB-IRON', 'Ironworker'],
  ['LAB-MECH', 'Mechanic'],
  ['LAB-PAIN', 'Painter'],
  ['LAB-PAVE', 'Paver'],
  ['LAB-PILE', 'Pile driver'],
  ['LAB-PLUM', 'Plumber'],
  ['LAB-RIGG', 'Rigger'],
  ['LAB-SAFE', 'Safety officer'],
  ['LAB-SCAF', 'Scaffolder'],
  ['LAB-WELD', 'Welder'],
  ['LAB-YARD', 'Yardman'],
  // Keyed in as labour; finance moves it to the equipment that it is.
  ['LAB-PUMP', 'Concrete pump with crew'],
];

/** The machines whose hours are charged at a rate (companies/harbor-civil.yaml). */
export const ratedMachines = ['EQ-EXC20', 'EQ-LOAD', 'EQ-CRANE', 'EQ-COMP'] as const;
/** A machine that has no rate yet. */
export const machineWithoutRate = 'EQ-TELE';
/** Moves from labour to equipment in the course of the day. */
export const movedItem = 'LAB-PUMP';

const equipment: readonly [string, string][] = [
  ['EQ-EXC20', 'Excavator 20 t'],
  ['EQ-LOAD', 'Wheel loader'],
  ['EQ-CRANE', 'Mobile crane 50 t'],
  ['EQ-COMP', 'Compactor'],
  [machineWithoutRate, 'Telehandler'],
  ...Array.from({ length: 25 }, (_, index): [string, string] => {
    const kind = ['Generator', 'Light tower', 'Dump truck', 'Water pump', 'Welder set'][index % 5] ?? '';
    return [`EQ-${String(index + 1).padStart(3, '0')}`, `${kind} ${Math.floor(index / 5) + 1}`];
  }),
];

const others: readonly WorkItem[] = [
  ...['Ready-mix concrete', 'Rebar', 'Sheet piles', 'Crushed stone', 'Asphalt', 'Geotextile'].map(
    (name, index): WorkItem => ({ itemId: `MAT-${index + 1}`, name, glGroup: 'Materials', isActive: true }),
  ),
  { itemId: 'SUBCON', name: 'Subcontracted work', glGroup: null, isActive: true },
  { itemId: 'EQ-OLD', name: 'Dragline, scrapped', glGroup: 'Equipment', isActive: false },
];

/** 25 kinds of labour, 30 machines, and what Assignar must not get. */
export const workItems: readonly WorkItem[] = [
  ...labour.map(([itemId, name]): WorkItem => ({ itemId, name, glGroup: 'Labor', isActive: true })),
  ...equipment.map(([itemId, name]): WorkItem => ({ itemId, name, glGroup: 'Equipment', isActive: true })),
  ...others,
];
