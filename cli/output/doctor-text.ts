import type { Diagnosis } from '../commands/doctor';

/** A diagnosis for eyes: each check in a line, and under it what is wrong and what to do. */
export function doctorText({ checks, ok }: Diagnosis): string {
  const nameLength = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap((check) => {
    if (check.ok) return [`✓ ${check.name.padEnd(nameLength)}  ${check.seen}`];
    const count = check.faults.length === 1 ? '1 fault' : `${check.faults.length} faults`;
    return [
      `✗ ${check.name.padEnd(nameLength)}  ${count}`,
      ...check.faults.flatMap(({ subject, what, remedy }) => [
        subject === check.name ? `    ${what}` : `    ${subject}: ${what}`,
        `      → ${remedy}`,
      ]),
    ];
  });
  const faulty = checks.filter((check) => !check.ok).length;
  return [...lines, '', ok ? 'All is well.' : `${faulty} of ${checks.length} checks found a fault.`].join('\n');
}
