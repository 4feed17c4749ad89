import type { Command } from 'commander';
import { z } from 'zod';
import {
  type ExceptionFilter,
  type ExceptionTotal,
  type ListedException,
  selectExceptionList,
  selectExceptionTotals,
} from '../../db/exception-list';
import { exitCodes } from '../exit-codes';
import { parseInput } from '../failure-report';
import { exceptionCode, since } from '../inputs';
import type { Operator } from '../operator';
import { moneyText } from '../output/money-text';
import { hoursColumn, tableText } from '../output/table';
import { ageText } from '../output/time-text';
import type { Answer, CommandRunner } from '../run-command';

/**
 * `exceptions` as `--json` prints it. `document` is `*` for one that stands for the whole company; `hours` are labour hours of a shift, a
 * decimal text, null for what is no time and where a sheet does not tell its minutes.
 */
export interface ExceptionListing {
  company: string;
  exceptions: {
    document: string;
    flow: string;
    code: string;
    causeKey: string | null;
    message: string;
    amount: string | null;
    currency: string | null;
    hours: string | null;
    openedAt: Date;
    closedAt: Date | null;
    closedBecause: string | null;
    ageSeconds: number;
    wayOut: string;
  }[];
  totals: ExceptionTotal[];
}

/** Options by which exceptions are chosen, here and in `replay`. */
export interface FilterOptions {
  code?: string;
  cause?: string;
  flow?: string;
  since?: string;
}

/** Adds the options of `FilterOptions` to a command. */
export function addFilterOptions(command: Command): Command {
  return command
    .option('--code <code>', 'only this reason, a code of docs/errors.md')
    .option('--cause <key>', 'only what waits for this cause, such as customer:C00123 or period:2026-10')
    .option('--flow <flow>', 'only documents of this flow, such as order-to-invoice')
    .option('--since <when>', 'only what came up since: 2026-11-20, 2026-11-20T08:00:00Z, 30m, 12h, 3d');
}

/** The filter that the options spell; throws UsageError. */
export function parseFilter(company: string, options: FilterOptions, withClosed: boolean): ExceptionFilter {
  return {
    company,
    code: parseInput('--code', exceptionCode.optional(), options.code) ?? null,
    causeKey: parseInput('--cause', z.string().min(1).optional(), options.cause) ?? null,
    flow: parseInput('--flow', z.string().min(1).optional(), options.flow) ?? null,
    since: parseInput('--since', since.optional(), options.since) ?? null,
    withClosed,
  };
}

/** `exceptions`: exit code 1 when any of those listed is open. */
export function registerExceptions(program: Command, run: CommandRunner): void {
  addFilterOptions(program.command('exceptions').description('why documents wait, with the money or hours at stake'))
    .option('--all', 'closed ones too')
    .addHelpText(
      'after',
      '\nExit code 1 when any that is listed is open.\n\nExamples:\n  intacct-pipelines exceptions\n  intacct-pipelines exceptions --code PERIOD_CLOSED --since 3d\n  intacct-pipelines exceptions --cause customer:C00123 --json',
    )
    .action((options: FilterOptions & { all?: true }, command: Command) =>
      run(command, async (operator) => {
        const filter = parseFilter(await operator.company(), options, options.all === true);
        return answerExceptions(operator, filter);
      }),
    );
}

async function answerExceptions(operator: Operator, filter: ExceptionFilter): Promise<Answer> {
  const listed = await selectExceptionList(operator.pool(), filter);
  const totals = await selectExceptionTotals(operator.pool(), filter);
  const listing: ExceptionListing = { company: filter.company, exceptions: listed.map(listedOf), totals };
  const isAnyOpen = listed.some(({ closed_at }) => closed_at === null);
  const text =
    listed.length === 0
      ? `${filter.company}: no ${filter.withClosed ? '' : 'open '}exceptions`
      : `${exceptionsText(listed, operator.terminal.width)}\n\n${exceptionTotalsText(totals, operator.terminal.width)}`;
  return { exitCode: isAnyOpen ? exitCodes.no : exitCodes.done, document: listing, text };
}

function listedOf(row: ListedException): ExceptionListing['exceptions'][number] {
  const { flow, code, message, amount, currency, hours } = row;
  return {
    document: row.document_key,
    flow,
    code,
    causeKey: row.cause_key,
    message,
    amount,
    currency,
    hours,
    openedAt: row.opened_at,
    closedAt: row.closed_at,
    closedBecause: row.closed_because,
    ageSeconds: Math.floor(row.age_seconds),
    wayOut: `docs/errors.md#${code.toLowerCase()}`,
  };
}

function exceptionsText(rows: readonly ListedException[], width: number): string {
  const columns = [
    { title: 'document' },
    { title: 'code' },
    { title: 'amount', align: 'right' as const },
    hoursColumn,
    { title: 'age' },
    { title: 'waits for' },
    { title: 'why', stretches: true },
  ];
  return tableText(
    columns,
    rows.map((row) => [
      row.document_key === '*' ? 'whole company' : row.document_key,
      row.code,
      moneyText(row.amount, row.currency),
      moneyText(row.hours),
      row.closed_at === null ? ageText(row.age_seconds) : `closed: ${row.closed_because ?? ''}`,
      row.cause_key ?? '—',
      row.message,
    ]),
    width,
  );
}

/** Documents, money and hours by code and currency. */
export function exceptionTotalsText(totals: readonly ExceptionTotal[], width: number): string {
  const columns = [
    { title: 'code' },
    { title: 'documents', align: 'right' as const },
    { title: 'amount', align: 'right' as const },
    hoursColumn,
  ];
  return tableText(
    columns,
    totals.map(({ code, documents, amount, currency, hours }) => [
      code,
      String(documents),
      moneyText(amount, currency),
      moneyText(hours),
    ]),
    width,
  );
}
