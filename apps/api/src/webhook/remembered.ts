/** The newest so many things that a server knows: what is among them need not be asked of the log again. */
export interface Remembered<Value> {
  get(id: string): Value | undefined;
  set(id: string, value: Value): void;
}

/** Remembers the newest `most`; the oldest are forgotten first. */
export function remembered<Value>(most: number): Remembered<Value> {
  const known = new Map<string, Value>();
  return {
    get: (id) => known.get(id),
    set(id, value) {
      // Set anew, it is the newest.
      known.delete(id);
      known.set(id, value);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
    },
  };
}
