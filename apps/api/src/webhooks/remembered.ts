/** The newest so many things that a node has done: what is among them need not be asked of the log again. */
export interface Remembered {
  has(id: string): boolean;
  add(id: string): void;
}

/** Remembers the newest `most` ids; the oldest are forgotten first. */
export function remembered(most: number): Remembered {
  const known = new Set<string>();
  return {
    has: (id) => known.has(id),
    add(id) {
      known.add(id);
      const [oldest] = known;
      if (known.size > most && oldest !== undefined) known.delete(oldest);
    },
  };
}
