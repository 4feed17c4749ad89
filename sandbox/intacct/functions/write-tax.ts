import type { BookRecord } from '../books';
import type { FunctionAnswer, FunctionCall } from '../function-call';
import { refuseAsInvalid, refuseFormat, withWrapper } from '../intacct-error';
import { stamped } from '../masters';
import { provenanceOf, refuseDuplicate } from '../posting';
import { textOf, xmlElement } from '../xml';

const TAX_TYPES: Readonly<Record<string, string>> = { Sale: 'Sale', S: 'Sale', Purchase: 'Purchase', P: 'Purchase' };

/** create_taxdetail (facts/intacct.md 8.5): sale or purchase, rate in percent, its account. */
export function createTaxDetail(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not create TaxDetail record!', () => {
    const text = (name: string): string => textOf(call.element, name) ?? '';
    const detailId = requiredText(text('detailid'), 'DETAILID', 'TaxDetail');
    if (call.books.get('TAXDETAIL', detailId)) refuseDuplicate('TaxDetail', detailId);
    const accountNo = text('glaccountno');
    if (!call.books.get('GLACCOUNT', accountNo))
      refuseAsInvalid(`Invalid GL account '${accountNo}' specified.`, 'SIM-ACCOUNT');
    return written(call, 'TAXDETAIL', detailId, {
      DETAILID: detailId,
      DESCRIPTION: text('description'),
      TAXTYPE: taxType(text('taxtype'), 'TaxDetail'),
      VALUE: decimal(text('value'), 'value') || '0',
      MINTAXABLE: decimal(text('mintaxable'), 'mintaxable'),
      MAXTAXABLE: decimal(text('maxtaxable'), 'maxtaxable'),
      INCLUDE: text('include'),
      MINTAX: decimal(text('mintax'), 'mintax'),
      MAXTAX: decimal(text('maxtax'), 'maxtax'),
      GLACCOUNT: accountNo,
      TAXAUTHORITY: text('taxauthority'),
      REVERSECHARGE: 'false',
      STATUS: text('status') || 'active',
    });
  });
}

/** create_taxschedule: an empty schedule, sale or purchase. */
export function createTaxSchedule(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not create TaxSchedule record!', () => {
    const text = (name: string): string => textOf(call.element, name) ?? '';
    const scheduleId = requiredText(text('scheduleid'), 'SCHEDULEID', 'TaxSchedule');
    if (call.books.get('TAXSCHEDULE', scheduleId)) refuseDuplicate('TaxSchedule', scheduleId);
    return written(call, 'TAXSCHEDULE', scheduleId, {
      SCHEDULEID: scheduleId,
      DESCRIPTION: text('description'),
      TAXTYPE: taxType(text('taxtype'), 'TaxSchedule'),
      STATUS: text('status') || 'active',
      '@DETAILIDS': '',
    });
  });
}

/** create_taxscheduledetail: puts a detail into a schedule of its own type. */
export function createTaxScheduleDetail(call: FunctionCall): FunctionAnswer {
  return withWrapper('Could not create TaxScheduleDetail record!', () => {
    const scheduleId = textOf(call.element, 'scheduleid') ?? '';
    const detailId = textOf(call.element, 'detailid') ?? '';
    const schedule = call.books.get('TAXSCHEDULE', scheduleId);
    const detail = call.books.get('TAXDETAIL', detailId);
    if (!schedule) return refuseAsInvalid(`Invalid tax schedule '${scheduleId}' specified.`, 'SIM-TAX-SCHEDULE');
    if (!detail || detail.TAXTYPE !== schedule.TAXTYPE)
      return refuseAsInvalid(`Invalid tax detail '${detailId}' specified.`, 'SIM-TAX-DETAIL');
    const detailIds = (schedule['@DETAILIDS'] ?? '').split('#~#').filter((id) => id !== '');
    if (detailIds.includes(detailId)) refuseDuplicate('TaxScheduleDetail', detailId);
    const changed = { ...schedule, '@DETAILIDS': [...detailIds, detailId].join('#~#') };
    return written(call, 'TAXSCHEDULE', scheduleId, changed);
  });
}

function written(call: FunctionCall, table: string, key: string, fields: BookRecord): FunctionAnswer {
  const provenance = fields.RECORDNO === undefined ? provenanceOf(call) : { MODIFIEDBY: call.userId };
  const record = stamped(call.books, table, { ...fields, ...provenance }, call.now);
  call.books.put(table, key, record);
  return { elements: [xmlElement('key', record.RECORDNO as string)], headersWritten: 1, pagesRead: 0 };
}

function requiredText(text: string, field: string, label: string): string {
  return text === '' ? refuseFormat(`Missing required field ${field} for ${label}.`) : text;
}

function taxType(text: string, label: string): string {
  return TAX_TYPES[text] ?? refuseFormat(`Illegal format for ${label} : taxtype '${text}'`);
}

function decimal(text: string, name: string): string {
  if (text !== '' && !/^\d{1,14}(\.\d{1,6})?$/.test(text))
    refuseFormat(`Illegal format for TaxDetail : ${name} '${text}'`);
  return text;
}
