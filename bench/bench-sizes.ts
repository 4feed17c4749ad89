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
  /** Documents of the growth part after which sizes are read. */
  growth: number[];
  /** The growth part stops at the next document when it has taken so long. */
  growthMaxMs: number;
}

export const warmUpDocuments = 20;

export const fullSizes: BenchSizes = {
  collapseCpuMs: 1_000,
  rounds: 5,
  documentsPerRound: 80,
  oneAtATime: 30,
  backlogCapTwo: 120,
  backlogCapFive: 240,
  openLoopDocuments: 60,
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
  growth: [50, 100, 150],
  growthMaxMs: 40_000,
};

/** Invoices that the sample day needs for these sizes: some of it is too large, wrong, or not to flow. */
export function invoicesNeeded(sizes: BenchSizes): number {
  const postings =
    2 * warmUpDocuments +
    (sizes.rounds * sizes.documentsPerRound + sizes.oneAtATime) +
    sizes.backlogCapTwo +
    sizes.backlogCapFive +
    sizes.openLoopDocuments +
    Math.max(...sizes.growth);
  return Math.ceil(postings * 1.02) + 50;
}
