import { describe, expect, it, vi } from "vitest";
import { createDataProvider } from "./dataProvider.ts";
import type { ListAsk } from "./dataProvider.ts";

function numbers(count: number) {
  return vi.fn(async ({ after, first }: ListAsk) => {
    const from = after === undefined ? 0 : Number(after);
    const end = Math.min(count, from + first);
    const rows = Array.from({ length: end - from }, (_, index) => ({ id: from + index }));
    return { rows, endCursor: end === from ? null : String(end), hasNextPage: end < count, totalCount: count };
  });
}

const page = (at: number) => ({ pagination: { page: at, perPage: 10 }, sort: { field: "at", order: "DESC" as const }, filter: {} });

describe("the data provider", () => {
  it("turns page numbers into cursors, walking only where it has not been", async () => {
    const list = numbers(35);
    const provider = createDataProvider({ releases: { list } });
    const third = await provider.getList("releases", page(3));
    expect(third.data.map((row) => row.id)).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
    expect(list).toHaveBeenCalledTimes(3);
    const last = await provider.getList("releases", page(4));
    expect(last.data).toHaveLength(5);
    expect(last.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
    expect(list).toHaveBeenCalledTimes(4);
  });

  it("passes the moment and the signal on, and keeps cursors of other moments apart", async () => {
    const list = numbers(35);
    const provider = createDataProvider({ releases: { list } });
    const { signal } = new AbortController();
    await provider.getList("releases", page(1));
    await provider.getList("releases", { ...page(2), meta: { asOf: { position: "9" } }, signal });
    expect(list.mock.calls.map(([ask]) => [ask.asOf, ask.after])).toEqual([
      [undefined, undefined],
      [{ position: "9" }, undefined],
      [{ position: "9" }, "10"],
    ]);
    expect(list.mock.lastCall?.[0].signal).toBe(signal);
  });

  it("refuses to change records behind the commands' back", async () => {
    const provider = createDataProvider({});
    await expect(provider.delete("releases", { id: 1 })).rejects.toMatchObject({ code: "COMMANDS_ONLY" });
    await expect(provider.getOne("nothing", { id: 1 })).rejects.toMatchObject({ code: "UNKNOWN_RESOURCE" });
  });
});
