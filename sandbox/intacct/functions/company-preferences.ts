import { toSlashDate } from '../accounting-date';
import { companyRecord, type FunctionAnswer, type FunctionCall } from '../function-call';
import { xmlElement } from '../xml';

/** get_companyprefs of an application (facts/intacct.md 8.16): what the sandbox's company prefers; names are the sandbox's own. */
export function getCompanyPreferences(call: FunctionCall): FunctionAnswer {
  const application = call.element.attributes.application ?? '';
  const company = companyRecord(call.books);
  const preferences: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
    AR: [
      ['REFUSEDUPLICATENUMBERS', company.REFUSEDUPLICATENUMBERS as string],
      ['REFUSEONHOLD', company.REFUSEONHOLD as string],
    ],
    AP: [
      ['REFUSEDUPLICATEBILLS', company.REFUSEDUPLICATEBILLS as string],
      ['REFUSEVENDORSONHOLD', company.REFUSEVENDORSONHOLD as string],
    ],
  };
  const rows = (preferences[application.toUpperCase()] ?? []).map(([name, value]) =>
    xmlElement('companypref', [
      xmlElement('application', application),
      xmlElement('preference', name),
      xmlElement('prefvalue', value),
    ]),
  );
  return { elements: [xmlElement('data', rows)], headersWritten: 0, pagesRead: 0 };
}

/** get_closedbooksdate: the last day up to which the whole company's books are closed; its shape is unconfirmed, hence a setting. */
export function getClosedBooksDate(call: FunctionCall): FunctionAnswer {
  const months = call.books
    .rows('@CLOSEDPERIOD')
    .filter((period) => period.ENTITY === '' || period.ENTITY === call.entityId)
    .map((period) => period.MONTH as string)
    .sort();
  const last = months.at(-1);
  const date = last === undefined ? '' : lastDayOf(last);
  const shape = call.settings.closedBooksDateShape;
  const element =
    shape === 'text' || date === ''
      ? xmlElement('closedbooksdate', date === '' ? '' : toSlashDate(date))
      : xmlElement('closedbooksdate', [
          xmlElement('year', date.slice(0, 4)),
          xmlElement('month', date.slice(5, 7)),
          xmlElement('day', date.slice(8, 10)),
        ]);
  return { elements: [xmlElement('data', [element])], headersWritten: 0, pagesRead: 0 };
}

function lastDayOf(month: string): string {
  const [year, monthNumber] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, monthNumber, 0)).toISOString().slice(0, 10);
}
