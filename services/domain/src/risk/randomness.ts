/**
 * Chris Doty-Humphrey's sfc32, of the PractRand project: small, fast, and the same everywhere for the same seed.
 * `seed` is at least 32 hexadecimal digits; each `lane` has numbers of its own.
 * @returns numbers from 0 (inclusive) to 1 (exclusive)
 */
export function seeded(seed: string, lane: number): () => number {
  // Words are kept as signed ones: an unsigned one of 32 bits is a number on the heap each time, and years are made of millions.
  const word = (index: number): number => Number.parseInt(seed.slice(index * 8, index * 8 + 8), 16) | 0;
  let [a, b, c, counter] = [word(0), word(1), word(2), word(3) ^ Math.imul(lane + 1, 0x9e3779b9)];
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let warm = 0; warm < 16; warm++) next();
  return next;
}
