import type { BenchNeeds } from './bench-stack';

/** How much each part measures. */
export interface BenchSizes {
  /** CPU spent per repetition of a collapse, ms, at least. */
  collapseCpuMs: number;
  rounds: number;
  documentsPerRound: number;
  oneAtATime: number;
  backlogCapTwo: number;
  backlogCapFive: number;
  openLoopDocuments: number;
  /** Of the backlog of all kinds: sales invoices, and documents of each other kind. */
  mixedInvoices: number;
  mixedOthers: number;
  /** Customers of a first load. */
  customers: number;
  /** Those of them that owe something. */
  debtors: number;
  /** Touches of one customer in a burst. */
  burst: number;
  /** Payments by each way. */
  payments: number;
  /** Workers of the construction company, and the share of them that somebody edits, deletes, doubles … by hand. */
  workers: number;
  damagedShare: number;
  /** Of a bare yardstick: workers written one by one. */
  bareWrites: number;
  /** Timesheets approved one per second; and workers whose whole week is approved at once, five sheets each, in either order. */
  steadySheets: number;
  workersOfWeek: number;
  /** Documents of the growth part after which sizes are read. */
  growth: number[];
  /** The growth part stops at the next document when it has taken so long. */
  growthMaxMs: number;
}

export const warmUpDocuments = 20;
/** Sheets of one worker in one week, against as many of as many workers. */
export const sheetsOfOne = 14;

export const fullSizes: BenchSizes = {
  collapseCpuMs: 1_000,
  rounds: 5,
  documentsPerRound: 80,
  oneAtATime: 30,
  backlogCapTwo: 120,
  backlogCapFive: 240,
  openLoopDocuments: 60,
  mixedInvoices: 60,
  mixedOthers: 60,
  customers: 5_000,
  debtors: 300,
  burst: 200,
  payments: 60,
  workers: 5_000,
  damagedShare: 0.1,
  bareWrites: 300,
  steadySheets: 60,
  workersOfWeek: 40,
  growth: [100, 1_000, 5_000],
  growthMaxMs: 360_000,
};

export const quickSizes: BenchSizes = {
  collapseCpuMs: 200,
  rounds: 3,
  documentsPerRound: 30,
  oneAtATime: 10,
  backlogCapTwo: 40,
  backlogCapFive: 60,
  openLoopDocuments: 15,
  mixedInvoices: 12,
  mixedOthers: 12,
  customers: 150,
  debtors: 40,
  burst: 200,
  payments: 8,
  workers: 500,
  damagedShare: 0.1,
  bareWrites: 50,
  steadySheets: 15,
  workersOfWeek: 10,
  growth: [50, 100, 150],
  growthMaxMs: 30_000,
};

/** The parts of the benchmark, and how many invoices of the sample day each posts. */
const invoicesOf = {
  collapse: () => 0,
  throughput: ({ rounds, documentsPerRound, oneAtATime }) => warmUpDocuments + rounds * documentsPerRound + oneAtATime,
  latency: ({ openLoopDocuments }) => openLoopDocuments,
  efficiency: ({ backlogCapTwo, backlogCapFive }) => backlogCapTwo + backlogCapFive,
  documents: ({ mixedInvoices, mixedOthers }) => mixedInvoices + mixedOthers,
  'first-load': () => 0,
  'open-items': () => 0,
  payments: () => 0,
  growth: ({ growth }) => Math.max(...growth),
  masters: () => 0,
  'true-up': () => 0,
  timesheets: () => 0,
} satisfies Record<string, (sizes: BenchSizes) => number>;

export type PartName = keyof typeof invoicesOf;

/** What the parts named need of both sides; of the sample day some is too large, wrong, or not to flow. */
export function needsOf(parts: readonly PartName[], sizes: BenchSizes): BenchNeeds {
  const postings = parts.reduce((sum, part) => sum + invoicesOf[part](sizes), 0);
  const debtors = parts.some((part) => part === 'open-items' || part === 'payments') ? sizes.debtors : 0;
  const ofWorkers = parts.some((part) => part === 'masters' || part === 'true-up');
  const ofTimesheets = parts.includes('timesheets') ? workersOfTimesheets(sizes) : 0;
  return {
    constructionWorkers: ofWorkers ? sizes.workers : ofTimesheets,
    invoices: Math.ceil(postings * 1.02) + 50,
    finance: { customers: parts.includes('first-load') ? sizes.customers : debtors, debtors },
  };
}

/** Each measurement of timesheets has workers of its own: a worker's timesheet of a period is written one sheet at a time. */
function workersOfTimesheets({ steadySheets, workersOfWeek }: BenchSizes): number {
  return steadySheets + 2 * workersOfWeek + 1 + sheetsOfOne;
}
