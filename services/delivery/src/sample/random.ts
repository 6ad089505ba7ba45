/** A pseudo-random source: numbers in [0, 1), the same for the same seed (mulberry32). */
export type Random = () => number;

/** Seeds it by any text. */
export function randomFrom(seed: string): Random {
  let state = textNumber(seed);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number in [0, 1) that only depends on the text. */
export function shareOf(text: string): number {
  return randomFrom(text)();
}

function textNumber(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
