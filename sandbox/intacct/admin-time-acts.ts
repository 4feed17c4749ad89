import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { answerAct } from './admin-acts';
import type { AdminDependencies } from './admin-server';
import type { BookRecord } from './books';
import { refuseAsInvalid } from './intacct-error';
import { FINANCE_USER } from './masters';
import { setTimePeriod, timePeriodOf } from './time-period';
import { approveTimesheet, declineTimesheet } from './timesheet-approval';

const id = z.string().min(1);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** A timesheet by its RECORDNO, or by employee and first day; `entryKeys` names some of its entries. */
const verdictSchema = z
  .strictObject({
    timesheetKey: id.optional(),
    employeeId: id.optional(),
    beginDate: date.optional(),
    entryKeys: z.array(id).min(1).optional(),
  })
  .refine((verdict) => verdict.timesheetKey !== undefined || (verdict.employeeId && verdict.beginDate), {
    message: 'either timesheetKey, or employeeId and beginDate',
  });
const terminationSchema = z.strictObject({
  employeeId: id,
  /** The last day. */
  date,
  terminationType: z.enum(['voluntary', 'involuntary', 'deceased', 'disability', 'retired']).default('voluntary'),
  /** Makes the employee inactive too, so that time of earlier days is refused as well. */
  inactivate: z.boolean().default(false),
});
const periodSchema = z.strictObject({ beginDate: date });

/** What supervisors and the personnel office do in Intacct, by one POST each, beside finance's acts: `POST /admin/acts/approve-timesheet` … */
export function addTimeActRoutes(app: FastifyInstance, deps: AdminDependencies): void {
  for (const [act, decide] of [
    ['approve-timesheet', approveTimesheet],
    ['decline-timesheet', declineTimesheet],
  ] as const) {
    app.post(`/admin/acts/${act}`, (request, reply) =>
      answerAct(reply, () => {
        const verdict = verdictSchema.parse(request.body);
        const approver = { userId: FINANCE_USER, now: deps.now() };
        const after = decide(deps.books, namedTimesheet(deps, verdict), verdict.entryKeys ?? null, approver);
        deps.commit(FINANCE_USER);
        return { timesheetKey: after.RECORDNO, state: after.STATE };
      }),
    );
  }
  app.post('/admin/acts/terminate-employee', (request, reply) =>
    answerAct(reply, () => terminate(deps, terminationSchema.parse(request.body))),
  );
  for (const act of ['close', 'open'] as const) {
    app.post(`/admin/acts/${act}-time-period`, (request, reply) =>
      answerAct(reply, () => setPeriodOf(deps, periodSchema.parse(request.body).beginDate, act === 'close')),
    );
  }
}

function namedTimesheet(deps: AdminDependencies, verdict: z.infer<typeof verdictSchema>): BookRecord {
  const { timesheetKey, employeeId = '', beginDate } = verdict;
  const found =
    timesheetKey === undefined
      ? deps.books.find('TIMESHEET', 'EMPLOYEEID', employeeId).find((timesheet) => timesheet.BEGINDATE === beginDate)
      : deps.books.get('TIMESHEET', timesheetKey);
  const name = timesheetKey ?? `of ${employeeId} from ${beginDate}`;
  return found ?? refuseAsInvalid(`There is no timesheet ${name}.`, 'SIM-NOT-FOUND');
}

function terminate(deps: AdminDependencies, termination: z.infer<typeof terminationSchema>): Record<string, unknown> {
  const { employeeId, date: lastDay, terminationType, inactivate } = termination;
  const employee =
    deps.books.get('EMPLOYEE', employeeId) ?? refuseAsInvalid(`There is no employee ${employeeId}.`, 'SIM-NOT-FOUND');
  deps.books.put('EMPLOYEE', employeeId, {
    ...employee,
    ENDDATE: lastDay,
    TERMINATIONTYPE: terminationType,
    STATUS: inactivate ? 'inactive' : (employee.STATUS as string),
    WHENMODIFIED: deps.now().toISOString(),
    MODIFIEDBY: FINANCE_USER,
  });
  deps.commit(FINANCE_USER);
  return { employeeId, endDate: lastDay, status: deps.books.get('EMPLOYEE', employeeId)?.STATUS };
}

function setPeriodOf(deps: AdminDependencies, beginDate: string, closed: boolean): Record<string, unknown> {
  const { begins, ends } = timePeriodOf(deps.settings(), beginDate);
  if (begins !== beginDate) {
    refuseAsInvalid(`${beginDate} is not the first day of a time period, ${begins} is.`, 'SIM-TIME-PERIOD');
  }
  setTimePeriod(deps.books, begins, closed);
  deps.books.commit();
  return { beginDate: begins, endDate: ends, closed };
}
