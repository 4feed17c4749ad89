import { readdirSync, readFileSync } from 'node:fs';

/** Linux gives process times in hundredths of a second, whatever the kernel's own tick (proc(5), sysconf). */
const MS_PER_TICK = 10;
/** Fields of /proc/<pid>/stat behind the command's name, counted from the state: parent, and the four times. */
const PARENT = 1;
const TIMES = [11, 12, 13, 14] as const;

/** CPU time of a process and of all processes below it, ended ones that were waited for included; ms. */
export function treeCpuMs(root: number): number {
  const processes = readProcesses();
  const below = (pid: number): number[] => [
    pid,
    ...processes.filter(({ parent }) => parent === pid).flatMap((child) => below(child.pid)),
  ];
  const members = new Set(below(root));
  return processes.filter(({ pid }) => members.has(pid)).reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** Memory of a process now, and the most it ever had; bytes. */
export function residentBytes(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const field = (name: string): number => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
    if (found === undefined) throw new Error(`process ${pid} has no ${name}`);
    return Number(found) * 1024;
  };
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

function readProcesses(): { pid: number; parent: number; cpuMs: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = readStat(name);
      if (stat === null) return [];
      // The command's name stands in brackets and may hold blanks and brackets itself.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = TIMES.reduce((sum, index) => sum + Number(fields[index]), 0);
      return [{ pid: Number(name), parent: Number(fields[PARENT]), cpuMs: ticks * MS_PER_TICK }];
    });
}

/** Null for a process that ended between listing and reading. */
function readStat(name: string): string | null {
  try {
    return readFileSync(`/proc/${name}/stat`, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw error;
  }
}
