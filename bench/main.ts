import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { type BenchSizes, fullSizes, needsOf, type PartName, quickSizes } from './bench-sizes';
import { type BenchStack, startBenchStack } from './bench-stack';
import { measureCollapse } from './measure-collapse';
import { measureDocuments } from './measure-documents';
import { measureEfficiency } from './measure-efficiency';
import { measureFirstLoad } from './measure-first-load';
import { measureGrowth } from './measure-growth';
import { measureLatency } from './measure-latency';
import { measureMasters } from './measure-masters';
import { measureOpenItems } from './measure-open-items';
import { measurePayments } from './measure-payments';
import { measureThroughput } from './measure-throughput';
import { measureTimesheets } from './measure-timesheets';
import { measureTrueUp } from './measure-true-up';
import { type Measurement, measurementText } from './measurement';

const reportDirectory = join('.intacct-pipelines', 'bench');

/** In this order: the cap is proven by the sandbox's highest count, which nothing before may have raised. */
const measurements = {
  collapse: measureCollapse,
  throughput: measureThroughput,
  latency: measureLatency,
  efficiency: measureEfficiency,
  documents: measureDocuments,
  'first-load': measureFirstLoad,
  'open-items': measureOpenItems,
  payments: measurePayments,
  growth: measureGrowth,
  masters: measureMasters,
  'true-up': measureTrueUp,
  timesheets: measureTimesheets,
} satisfies Record<PartName, (bench: BenchStack, sizes: BenchSizes) => Promise<Measurement>>;
const names = Object.keys(measurements) as (keyof typeof measurements)[];

const optionsSchema = z.object({ only: z.array(z.enum(names)).optional(), quick: z.boolean() });

const program = new Command('npm run bench --')
  .description(
    'Measure the pipeline on this machine, with servers of its own; docs/benchmarks.md explains each figure.',
  )
  .addOption(new Option('--only <names...>', 'these parts alone').choices(names))
  .option('--quick', 'fewer documents: about seven minutes, rougher figures', false);

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function run(options: z.infer<typeof optionsSchema>): Promise<void> {
  if (process.platform !== 'linux') throw new Error('the bench reads CPU and memory from /proc, which Linux alone has');
  const startedAt = new Date();
  const began = performance.now();
  const loadAtStart = loadavg();
  const sizes = options.quick ? quickSizes : fullSizes;
  const parts = names.filter((name) => options.only?.includes(name) ?? true);
  const bench = await startBenchStack(needsOf(parts, sizes), (name, tookMs) =>
    print(`  ${name.padEnd(18)}${(tookMs / 1000).toFixed(1).padStart(6)} s`),
  );
  stopOnSignals(bench);
  try {
    const done: Measurement[] = [];
    for (const name of parts) {
      const measurement = await measurements[name](bench, sizes);
      print(`\n${measurementText(measurement)}`);
      done.push(measurement);
    }
    const machine = {
      cores: cpus().length,
      model: cpus()[0]?.model ?? null,
      memoryBytes: totalmem(),
      node: process.version,
      loadAtStart,
      loadAtEnd: loadavg(),
    };
    const tookMs = performance.now() - began;
    const file = writeReport(startedAt, { quick: options.quick, tookMs, machine, sizes, measurements: done });
    print(
      `\n${(tookMs / 1000).toFixed(0)} s in all; load ${loadAtStart[0]?.toFixed(1)} at the start. Figures: ${file}`,
    );
  } finally {
    await bench.stop();
  }
}

function writeReport(startedAt: Date, report: object): string {
  mkdirSync(reportDirectory, { recursive: true });
  const file = join(reportDirectory, `${startedAt.toISOString().replaceAll(':', '-')}.json`);
  writeFileSync(file, `${JSON.stringify({ startedAt: startedAt.toISOString(), ...report }, null, 2)}\n`);
  return file;
}

function stopOnSignals(bench: BenchStack): void {
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void bench.stop().finally(() => process.exit(130));
    });
  }
}

run(optionsSchema.parse(program.parse().opts())).then(
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
