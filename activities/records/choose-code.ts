import { type LinkedObject, reserveLink } from '../../db/links';
import type { Database } from '../../db/pool';
import { shortCodes } from '../../mappings/records/short-code';

// More than ever share a beginning in practice; a search without end would hold up everything behind it.
const triesMax = 500;

/**
 * The first short code of an id that is free for it, bound to it from now on; null when none is. `sourceIdOf` when links name more than the
 * code; `intacctId` when the code is made of something else than the id.
 */
export async function chooseCode(
  hub: Database,
  of: LinkedObject,
  id: string,
  lengthMax: number,
  isFree: (code: string) => Promise<boolean>,
  sourceIdOf: (code: string) => string = (code) => code,
  intacctId = id,
): Promise<string | null> {
  let tries = 0;
  for (const code of shortCodes(id, lengthMax)) {
    tries += 1;
    if (tries > triesMax) return null;
    if (!(await isFree(code))) continue;
    if (await reserveLink(hub, of, { sourceId: sourceIdOf(code), intacctId })) return code;
  }
  return null;
}
