import { createAssignarReaders } from '../activities/assignar-records/look-at-assignar-record';
import { type PreviewedRecord, previewLoad } from '../activities/assignar-records/preview-load';
import type { InTurn } from '../activities/gateway-turns';
import { inTurn } from '../activities/query-in-turn';
import { createRequestSlots } from '../db/request-slots';
import type { AssignarProfile } from '../domain/assignar-profile';
import type { AssignarLoad } from '../domain/record-sync';
import { exitCodes } from './exit-codes';
import type { Operator } from './operator';
import { previewText } from './output/preview-text';
import type { Answer } from './run-command';

/** `backfill <object> --preview` as `--json` prints it. */
export interface LoadPreview {
  company: string;
  object: AssignarLoad;
  read: number;
  create: number;
  update: number;
  unchanged: number;
  notPulled: number;
  refused: number;
  records: PreviewedRecord[];
}

/** Says of every record what a load would do with it; writes nothing. Exit code 0 whatever it says. */
export async function answerPreview(
  operator: Operator,
  profile: AssignarProfile,
  object: AssignarLoad,
): Promise<Answer> {
  const slots = createRequestSlots(operator.pool());
  try {
    const turn: InTurn = (request) => inTurn(slots, profile, request);
    const clients = operator.clients();
    const deps = {
      pool: operator.pool(),
      assignar: (company: string) => clients.assignar(company),
      intacctMasters: (company: string) => clients.intacctMasters(company),
      intacctConstruction: (company: string) => clients.intacctConstruction(company),
    };
    const metered = { company: profile.company, flow: `preview-${object}`, documentKey: null };
    const records = await operator.meter().during(metered, async () => {
      const previewed: PreviewedRecord[] = [];
      const readers = await createAssignarReaders(deps, profile, turn);
      for await (const page of previewLoad(readers, object)) {
        previewed.push(...page);
        operator.remark(`${previewed.length} read`);
      }
      return previewed;
    });
    const preview = summed(profile.company, object, records);
    return { exitCode: exitCodes.done, document: preview, text: previewText(preview, operator.terminal.width) };
  } finally {
    await slots.close();
  }
}

function summed(company: string, object: AssignarLoad, records: PreviewedRecord[]): LoadPreview {
  const count = (verdict: PreviewedRecord['verdict']) => records.filter((record) => record.verdict === verdict).length;
  return {
    company,
    object,
    read: records.length,
    create: count('create'),
    update: count('update'),
    unchanged: count('unchanged'),
    notPulled: count('not-pulled'),
    refused: count('refused'),
    records,
  };
}
