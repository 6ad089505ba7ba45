/** Does things that are about the same record one after the other, in this process; what failed holds up nobody. */
export function inTurn(): <Result>(about: string, act: () => Promise<Result>) => Promise<Result> {
  const last = new Map<string, Promise<unknown>>();
  return async (about, act) => {
    const before = last.get(about) ?? Promise.resolve();
    const mine = before.then(act, act);
    const settled = mine.catch(() => undefined);
    last.set(about, settled);
    try {
      return await mine;
    } finally {
      if (last.get(about) === settled) last.delete(about);
    }
  };
}
