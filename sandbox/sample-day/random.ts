/** A repeatable source of choices; equal seeds give equal choices, on every machine. */
export interface Random {
  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** True in about `perCent` of 100 calls. */
  chance(perCent: number): boolean;
  pick<Choice>(choices: readonly Choice[]): Choice;
}

/** A generator (xorshift128) whose four words come from a text by FNV-1a, so that `1/17` and `1/18` are unrelated. */
export function createRandom(seed: string): Random {
  const words = [0, 1, 2, 3].map((salt) => hashText(`${seed}#${salt}`) || 1) as [number, number, number, number];
  const next = (): number => {
    const mixed = (words[0] ^ (words[0] << 11)) >>> 0;
    words[0] = words[1];
    words[1] = words[2];
    words[2] = words[3];
    words[3] = (words[3] ^ (words[3] >>> 19) ^ mixed ^ (mixed >>> 8)) >>> 0;
    return words[3];
  };
  // The first words after seeding are still alike for like seeds.
  for (let turn = 0; turn < 8; turn += 1) next();
  const below = (limit: number): number => next() % limit;
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (perCent) => below(100) < perCent,
    pick: (choices) => {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new RangeError('nothing to choose from');
      return choice;
    },
  };
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
