import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { serviceProjection } from "../service/serviceProjection.ts";
import { openDatabase, numberOf, textOf, type Bindable } from "./database.ts";
import type { Projection } from "./projection.ts";
import { releaseProjection } from "../release/releaseProjection.ts";
import { queryIndexes } from "./tables.ts";
import { all, contains, is, isOneOf, isWithin, keyList, tableOf, type Condition, type SliceRequest } from "./query.ts";
import { sliceOf } from "./sliceOf.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, 12, minute)).toISOString();
const slugs = ["a", "b", "c", "d", "e"];

/** Services whose names are the same two by two, so that the order in which they came breaks the ties: 1, 1, 2, 2, 3. */
function story() {
  const history = recordedHistory();
  for (const [place, slug] of slugs.entries()) {
    const serviceId = ids.service(slug);
    const name = String(Math.floor(place / 2) + 1);
    history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug, name, description: "" } }, { at: at(place) });
  }
  const { store } = folded(history.events);
  return { store, history, table: tableOf(() => store.db, serviceProjection) };
}

const { table, history } = story();
const sort = { column: "name", descending: false } as const;
/** By name, then as they came; by their ids, `b` would stand before `a`. */
const sorted = slugs;

/** Both kinds of lists: those that the database cuts, and those that are in memory. */
const lists: Readonly<Record<string, (slice?: SliceRequest) => ReturnType<typeof sliceOf<{ readonly slug: string }>>>> = {
  "of a table": (slice) => table.list({ sort, slice }),
  "of a table in the past": (slice) => table.list({ sort, slice, asOf: { position: history.events.at(-1)?.position ?? "" } }),
  "in memory": (slice) => sliceOf(sorted.map((slug) => ({ slug })), ({ slug }) => slug, slice),
};

describe.each(Object.entries(lists))("a list %s", (name, list) => {
  const whole = list();
  const [one, two, three, four, five] = whole.edges.map(({ cursor }) => cursor);
  const shown = (slice?: SliceRequest) => {
    const { nodes, hasPreviousPage, hasNextPage, totalCount } = list(slice);
    return [hasPreviousPage ? "…" : "", ...nodes.map(({ slug }) => sorted.indexOf(slug) + 1), hasNextPage ? "…" : "", totalCount()]
      .join(" ")
      .trim();
  };

  it("is cut at either end", () => {
    const slices: readonly (readonly [SliceRequest, string])[] = [
      [{}, "1 2 3 4 5  5"],
      [{ first: 2 }, "1 2 … 5"],
      [{ first: 5 }, "1 2 3 4 5  5"],
      [{ first: 2, after: two }, "… 3 4 … 5"],
      [{ first: 2, after: three }, "… 4 5  5"],
      [{ last: 2 }, "… 4 5  5"],
      [{ last: 5 }, "1 2 3 4 5  5"],
      [{ last: 2, before: four }, "… 2 3 … 5"],
      [{ last: 2, before: three }, "1 2 … 5"],
      [{ first: 5, after: one, before: five }, "… 2 3 4 … 5"],
      [{ last: 1, after: one, before: five }, "… 4 … 5"],
    ];
    for (const [slice, expected] of slices) {
      const open = name === "in memory" || slice.before === undefined || slice.after === undefined;
      if (open) expect([slice, shown(slice)]).toEqual([slice, expected]);
      else expect([slice, shown(slice).replaceAll("…", "").trim()]).toEqual([slice, expected.replaceAll("…", "").trim()]);
    }
  });

  it("is empty past its ends", () => {
    expect([list({ first: 2, after: five }).nodes, list({ last: 2, before: one }).nodes, list({ first: 0 }).nodes]).toEqual([[], [], []]);
    expect(list({ first: 0 }).edges).toEqual([]);
  });

  it("has every row's own cursor", () => {
    expect(new Set(whole.edges.map(({ cursor }) => cursor)).size).toBe(5);
    expect(whole.edges.map(({ node }) => node)).toEqual(whole.nodes);
  });
});

describe("a list of a table", () => {
  it("goes down as well as up, and names as the next what it showed last", () => {
    const down = (slice?: SliceRequest) => table.list({ sort: { ...sort, descending: true }, slice }).nodes.map(({ slug }) => slug);
    expect(down()).toEqual(sorted.toReversed());
    const cursor = table.list({ sort: { ...sort, descending: true }, slice: { first: 2 } }).edges.at(-1)?.cursor;
    expect(down({ first: 2, after: cursor })).toEqual(sorted.toReversed().slice(2, 4));
    expect(down({ last: 2 })).toEqual(sorted.toReversed().slice(3));
    expect(down({ last: 1, before: cursor })).toEqual(sorted.toReversed().slice(0, 1));
    expect(table.all([], { sort: { ...sort, descending: true } }).map(({ slug }) => slug)).toEqual(sorted.toReversed());
    expect(table.all([], { sort, limit: 2 }).map(({ slug }) => slug)).toEqual(sorted.slice(0, 2));
  });

  it("refuses a cursor of another one", () => {
    const cursor = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const order = "service.name";
    const otherOrder = ["service.slug", "2", ""];
    const refused = [1, ["a"], ["a", "b"], [order, "b"], [order, "a", "b", "c"], [order, {}, "b"], [order, "a", null], otherOrder];
    for (const after of ["", "%", ...refused.map(cursor)])
      expect(() => table.list({ sort, slice: { after } }), after).toThrow("the cursor does not belong to this list");
    expect(table.list({ sort, slice: { after: cursor([order, "2", ""]) } }).nodes.map(({ slug }) => slug)).toEqual(sorted.slice(2));
  });

  it("counts all that fit, and is never longer than can be asked for", () => {
    const where = [is("name", "2")];
    expect(table.list({ where, sort, slice: { first: 1 } }).totalCount()).toBe(2);
    expect([table.count(), table.count(where), table.count(where, { at: at(2) }), table.count([], { at: at(-1) })]).toEqual([5, 2, 1, 0]);
    const big = recordedHistory();
    for (let n = 0; n < 1_005; n += 1) {
      const serviceId = ids.service(`s${n}`);
      big.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug: `s${n}`, name: "x", description: "" } });
    }
    const { services } = folded(big.events);
    expect([
      services.list({ slice: { first: 2_000 } }).nodes.length,
      services.list().nodes.length,
      services.list({ slice: { last: 2_000 } }).nodes.length,
    ]).toEqual([1_000, 50, 1_000]);
  });
});

describe("what limits a list", () => {
  it("is nothing where it is not given, and nothing else", () => {
    expect([is("x", undefined), isOneOf("x", undefined), contains("x", undefined)]).toEqual([undefined, undefined, undefined]);
    expect(all([undefined, undefined])).toEqual({ sql: "TRUE", params: [] });
    expect(isWithin("x", undefined, undefined)).toEqual({ sql: "TRUE", params: [] });
    expect(all([is("x", null), is("y", 2)])).toEqual({ sql: `(r."x" IS NULL) AND (r."y" = ?)`, params: [2] });
  });

  const found = (...where: Parameters<typeof table.all>) => table.all(...where).map(({ slug }) => slug).toSorted();
  it("is a value, some values, a span with its beginning and without its end, or one of several keys", () => {
    expect(found([is("slug", "b")])).toEqual(["b"]);
    expect(found([isOneOf("slug", ["b", "d", "x"])])).toEqual(["b", "d"]);
    expect(found([isOneOf("slug", [])])).toEqual([]);
    expect(found([isWithin("slug", "b", "d")])).toEqual(["b", "c"]);
    expect(found([isWithin("slug", "d", undefined)])).toEqual(["d", "e"]);
    expect(found([isWithin("slug", undefined, "b")])).toEqual(["a"]);
    expect(keyList(["a", "b"])).toBe(" a  b ");
    expect(keyList([])).toBe("  ");
  });

  it("finds rows by id in the order asked for, without those that are not there", () => {
    const [a, c] = [ids.service("a"), ids.service("c")];
    expect(table.getMany([c, ids.service("x"), a]).map(({ slug }) => slug)).toEqual(["c", "a"]);
    expect(table.getMany([c, a], { at: at(1) }).map(({ slug }) => slug)).toEqual(["a"]);
    expect([table.get(a)?.slug, table.get(c, { at: at(1) }), table.find([is("slug", "c")])?.id]).toEqual(["a", undefined, c]);
  });
});

describe("a list as it was", () => {
  const filled = recordedHistory();
  for (const [n, slug] of slugs.entries()) {
    const [releaseId, serviceId] = [ids.deploy(slug), ids.service("a")];
    filled.add(["release", releaseId], {
      type: "ReleaseRecorded",
      data: {
        releaseId, serviceId, version: `1.${n}.0`, releasedAt: at(n), sha: null, artifact: null, commitCount: 0, commitsHash: "",
        rollbackSafe: true, rollbackUnsafeReason: null, notes: "", order: n,
      },
    });
  }
  const { store } = folded(filled.events);
  for (const ddl of queryIndexes([releaseProjection as Projection], [])) store.db.exec(ddl);
  const asked: string[] = [];
  const explained = {
    ...store.db,
    all: (sql: string, ...params: readonly Bindable[]) => {
      asked.push(store.db.all(`EXPLAIN QUERY PLAN ${sql}`, ...params).map((row) => textOf(row, "detail")).join("; "));
      return store.db.all(sql, ...params);
    },
  };
  const releases = tableOf(() => explained, releaseProjection);
  const position = filled.events[2]?.position ?? "";

  it("comes out of the indexes, which say what came later: no other row is looked at, and no text put together but the slice's", () => {
    const { nodes } = releases.list({ sort: { column: "releasedMs", descending: true }, slice: { first: 2 }, asOf: { position } });
    expect(nodes.map(({ version }) => version)).toEqual(["1.2.0", "1.1.0"]);
    expect(asked.splice(0)[0]).toMatch(/^MERGE.*SCAN c USING INDEX current_release_releasedMs; SCALAR SUBQUERY \d+; SEARCH current_release USING COVERING INDEX current_release_bornKey/);
  });

  it("counts without a row's text, and looks into it where a condition does", () => {
    const early: Condition = { sql: "r.doc ->> '$.version' < ?", params: ["1.1.0"] };
    expect(releases.count([early], { position })).toBe(1);
    expect(releases.list({ where: [early], sort: { column: "releasedMs", descending: false }, asOf: { position } }).nodes).toHaveLength(1);
    const versions = releases.counts(["r.doc ->> '$.version'"], [], { position });
    expect(versions.map(({ of: [version] }) => version)).toEqual(["1.0.0", "1.1.0", "1.2.0"]);
  });
});

describe("a database", () => {
  it("reads texts and numbers, and what is neither as none", () => {
    expect([textOf({ a: "x" }, "a"), textOf({ a: 1 }, "a"), textOf({}, "a"), textOf(undefined, "a")]).toEqual(["x", "", "", ""]);
    expect([numberOf({ a: 7 }, "a"), numberOf({ a: "7" }, "a"), numberOf({}, "a"), numberOf(undefined, "a")]).toEqual([7, 0, 0, 0]);
  });

  it("does all of a transaction or nothing, keeps on with many statements, and may be closed twice", () => {
    const db = openDatabase(":memory:");
    db.exec("CREATE TABLE t (n INTEGER)");
    const failing = (): void =>
      db.transaction(() => {
        db.run("INSERT INTO t VALUES (?)", 1);
        throw new Error("no");
      });
    expect(failing).toThrow("no");
    expect(db.transaction(() => { db.run("INSERT INTO t VALUES (?)", true); return 5; })).toBe(5);
    for (let n = 0; n < 1_001; n += 1) expect(numberOf(db.get(`SELECT n + ${n} AS n FROM t`), "n")).toBe(n + 1);
    expect(db.all("SELECT n, tell(NULL) AS told, tell(n) AS none FROM t")).toMatchObject([{ n: 1, told: null, none: null }]);
    db.close();
    db.close();
    expect(() => db.get("SELECT 1 AS n")).toThrow("not open");
  });
});
