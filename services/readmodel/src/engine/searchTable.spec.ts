import { ids } from "@ballast/eventlog";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { model } from "../model.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { numberOf } from "./database.ts";
import { FIRST_TEXTS } from "./searchTable.ts";
import { openStore, type Store } from "./store.ts";

/** Services, each found by its name: of a log longer than what is found at once, and than what is filled in at once. */
const history = recordedHistory();
for (let n = 0; n < 2 * FIRST_TEXTS + 1_500; n += 1) {
  const serviceId = ids.service(`s${n}`);
  const name = `Name${n}`;
  history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug: `s${n}`, name, description: "" } });
}
const { events } = history;

describe("texts of a first fold", () => {
  let store: Store;
  beforeEach(() => { store = openStore(":memory:", model); });
  afterEach(() => { store.close(); });

  const fold = (from: number, to: number): void => {
    const some = events.slice(from, to);
    store.apply({ events: some, position: some.at(-1)?.position ?? "0" });
  };
  const found = (n: number): number =>
    numberOf(store.db.get("SELECT count(*) AS n FROM searchText WHERE searchText MATCH ?", `Name${n}`), "n");
  /** @throws where what is found is not what stands in the texts, or twice */
  const check = (): void => { store.db.exec("INSERT INTO searchText (searchText, rank) VALUES ('integrity-check', 1)"); };

  it("are found at once while there are few, and of many all, once each, when it is done", async () => {
    const last = events.length - 1;
    fold(0, last - 1_000);
    expect([found(0), found(FIRST_TEXTS - 1), found(FIRST_TEXTS), found(last - 1_001)]).toEqual([1, 1, 0, 0]);
    const indexed = store.index();
    expect(store.isIndexed()).toBe(false);
    fold(last - 1_000, last);
    await indexed;
    expect(store.isIndexed()).toBe(true);
    fold(last, last + 1);
    await store.index();
    expect([found(0), found(FIRST_TEXTS), found(last - 1_001), found(last - 1), found(last)]).toEqual([1, 1, 1, 1, 1]);
    check();
  });

  it("are filled in from where it was broken off", async () => {
    fold(0, events.length);
    const { transaction } = store.db;
    let times = 0;
    Object.assign(store.db, {
      transaction: (work: () => unknown) => {
        if ((times += 1) === 2) throw new Error("the disk is full");
        return transaction(work);
      },
    });
    await expect(store.index()).rejects.toThrow("the disk is full");
    expect([store.isIndexed(), found(FIRST_TEXTS), found(events.length - 1)]).toEqual([false, 1, 0]);
    await store.index();
    expect([store.isIndexed(), found(FIRST_TEXTS), found(events.length - 1)]).toEqual([true, 1, 1]);
    check();
  });
});
