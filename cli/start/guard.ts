import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';

/**
 * The guard's program. Standard input is held open by the process that it guards; when that ends, by whatever end, the guard kills
 * every process group whose id stands in a `.pid` file, and removes the directory if it was told to.
 */
const GUARD = `
cat > /dev/null
for file in "$1"/*.pid; do
  [ -f "$file" ] || continue
  pid=$(cat "$file")
  kill -INT "-$pid" 2>/dev/null
done
tries=0
while [ $tries -lt 50 ]; do
  alive=no
  for file in "$1"/*.pid; do
    [ -f "$file" ] && kill -0 "-$(cat "$file")" 2>/dev/null && alive=yes
  done
  [ $alive = no ] && break
  tries=$((tries + 1))
  sleep 0.1
done
for file in "$1"/*.pid; do
  [ -f "$file" ] || continue
  kill -KILL "-$(cat "$file")" 2>/dev/null
  rm -f "$file"
done
[ -n "$2" ] && rm -rf "$2"
exit 0
`;

/**
 * Starts a watcher that outlives this process just long enough to stop whatever has a `.pid` file in `pidDirectory`, even when this
 * process is killed with SIGKILL; `removeDirectory` is deleted after that.
 */
export function startGuard(pidDirectory: string, removeDirectory = ''): void {
  mkdirSync(pidDirectory, { recursive: true });
  const guard = spawn('/bin/sh', ['-c', GUARD, 'intacct-pipelines-guard', pidDirectory, removeDirectory], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.unref();
  // The pipe must not keep this process alive: its closing at our end is the signal.
  (guard.stdin as unknown as { unref?: () => void } | null)?.unref?.();
}
