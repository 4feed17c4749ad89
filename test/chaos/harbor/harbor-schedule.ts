import type { FaultInput } from '../../../sandbox/assignar/faults';
import type { FaultInput as IntacctFaultInput } from '../../../sandbox/intacct/faults';
import { createRandom, type Random } from '../../../sandbox/sample-day/random';
import type { ChaosOptions } from '../chaos-options';
import { REQUEST_TIMEOUT_MS } from '../chaos-profile';
import { faultVariants } from '../chaos-schedule';

/** A fault of either sandbox to switch on at a time of the storm. */
export type HarborFault =
  | { atMs: number; label: string; at: 'assignar'; fault: FaultInput }
  | { atMs: number; label: string; at: 'intacct'; fault: IntacctFaultInput };

/** Together one request in five of each system meets a fault. */
const BACKGROUND_SHARE = 0.2;

/** Every fault of the Assignar sandbox, in each of its variants. */
function assignarFaultVariants(random: Random): { label: string; fault: FaultInput }[] {
  const slow = () => REQUEST_TIMEOUT_MS + random.between(300, 1200);
  return [
    { label: 'commit-then-drop', fault: { kind: 'commit-then-drop' } },
    { label: 'drop-before-commit', fault: { kind: 'drop-before-commit' } },
    { label: 'drop of a read', fault: { kind: 'drop-before-commit', appliesTo: 'reads' } },
    { label: 'slow, committed first', fault: { kind: 'slow', params: { delayMs: slow() } } },
    { label: 'slow, committed at the end', fault: { kind: 'slow', params: { delayMs: slow(), commitAtEnd: true } } },
    ...[500, 502, 503].flatMap((status) => [
      { label: `http ${status} before the commit`, fault: { kind: 'http-status', params: { status } } } as const,
      {
        label: `http ${status} after the commit`,
        fault: { kind: 'http-status', params: { status, commit: true }, appliesTo: 'writes' },
      } as const,
    ]),
    { label: 'http 503 of the token', fault: { kind: 'http-status', params: { status: 503 }, appliesTo: 'token' } },
    { label: 'truncated-body', fault: { kind: 'truncated-body', params: { share: random.between(0, 95) / 100 } } },
    { label: 'truncated-body of a read', fault: { kind: 'truncated-body', appliesTo: 'reads' } },
    { label: 'html-body', fault: { kind: 'html-body', params: { commit: true }, appliesTo: 'writes' } },
    { label: 'html-body of a read', fault: { kind: 'html-body', appliesTo: 'reads' } },
    { label: 'token-expiry', fault: { kind: 'token-expiry' } },
    { label: 'rate-limit-429', fault: { kind: 'rate-limit-429' } },
    { label: 'rate-limit-429 with Retry-After', fault: { kind: 'rate-limit-429', params: { retryAfterSeconds: 1 } } },
    { label: 'page-shift', fault: { kind: 'page-shift' } },
    { label: 'unique-race', fault: { kind: 'unique-race' } },
  ];
}

/** Faults of both sandboxes, each variant once for sure and all by chance: a pure function of the options. */
export function drawHarborFaults(options: ChaosOptions): HarborFault[] {
  const random = createRandom(`chaos/${options.seed}/harbor/faults`);
  const stormMs = Math.round(options.minutes * 60_000);
  const sureAt = () => random.below(Math.ceil(stormMs * 0.6));
  const seed = () => random.below(2 ** 31);
  const assignar = assignarFaultVariants(random);
  const intacct = faultVariants(random);
  return [
    ...assignar.flatMap(({ label, fault }): HarborFault[] => [
      { at: 'assignar', label, atMs: sureAt(), fault: { ...fault, count: 1 } },
      {
        at: 'assignar',
        label,
        atMs: 0,
        fault: { ...fault, probability: BACKGROUND_SHARE / assignar.length, seed: seed() },
      },
    ]),
    ...intacct.flatMap(({ label, fault }): HarborFault[] => [
      { at: 'intacct', label, atMs: sureAt(), fault: { ...fault, count: 1 } },
      {
        at: 'intacct',
        label,
        atMs: 0,
        fault: { ...fault, probability: BACKGROUND_SHARE / intacct.length, seed: seed() },
      },
    ]),
  ].sort((a, b) => a.atMs - b.atMs);
}
