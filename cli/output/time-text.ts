/** A moment as an operator reads it, UTC to the second: `2026-11-20 14:03:07Z`; `—` for none. */
export function timeText(at: Date | null): string {
  return at === null ? '—' : `${at.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}

/** How long ago, in the two largest units at most: `45 s`, `12 min`, `3 h 20 min`, `5 d 4 h`. */
export function ageText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}
