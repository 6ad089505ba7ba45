import { describe, expect, it } from "vitest";
import { fileText, toCsv } from "./csv.ts";
import {
  inAddress, isFiltered, manyOf, nextSort, optionsFor, parseSort, readFilters, valueWords, withParameter, wordsFilter,
} from "./filters.ts";
import type { FilterSpec } from "./filters.ts";
import { parsePeriod, periodWords } from "./period.ts";

const now = Date.parse("2026-11-23T14:28:10Z");
const specs: readonly FilterSpec[] = [
  { kind: "choice", name: "service", words: "Service", options: [["checkout", "checkout"]] },
  { kind: "period", name: "released", words: "Released" },
];

describe("filters in the URL", () => {
  it("reads those the list has, and nothing else", () => {
    expect(readFilters(specs, new URLSearchParams("service=checkout&released=&page=2&other=1"))).toEqual({ service: "checkout" });
  });

  it("begins at the first page when a filter changes, and keeps the moment", () => {
    const before = new URLSearchParams("service=checkout&page=3&asOf=48213");
    expect(withParameter(before, "service", null).toString()).toBe("asOf=48213");
    expect(withParameter(before, "released", "90d").toString()).toBe("service=checkout&asOf=48213&released=90d");
    expect(withParameter(before, "page", "4").get("page")).toBe("4");
  });

  it("reads as words", () => {
    expect(manyOf("paused,held")).toEqual(["paused", "held"]);
    expect(valueWords([["paused", "Paused"], ["held", "Held"]], "paused,held")).toBe("Paused or Held");
  });
});

describe("a span of time", () => {
  it("begins with a day, so that the question stays the same all day", () => {
    expect(parsePeriod("7d", now)).toEqual({ from: "2026-11-17T00:00:00.000Z" });
    expect(parsePeriod("7d", now + 3_600_000)).toEqual(parsePeriod("7d", now));
  });

  it("takes dates, both included, either open", () => {
    expect(parsePeriod("2026-08-01..2026-08-31", now)).toEqual({ from: "2026-08-01T00:00:00.000Z", to: "2026-09-01T00:00:00.000Z" });
    expect(parsePeriod("..2026-08-31", now)).toEqual({ to: "2026-09-01T00:00:00.000Z" });
    expect(parsePeriod("..", now)).toBeNull();
    expect(parsePeriod("soon", now)).toBeNull();
  });

  it("says itself", () => {
    expect(periodWords("90d")).toBe("last 90 days");
    expect(periodWords("2026-08-01..")).toBe("since 1 Aug 2026");
    expect(periodWords("2026-08-01..2026-08-31")).toBe("1 Aug 2026 to 31 Aug 2026");
  });
});

describe("a list's order", () => {
  const allowed = ["RELEASED_DESC", "RELEASED_ASC", "COMMITS_DESC"];
  it("falls back to the usual one", () => {
    expect(parseSort("NONSENSE", allowed, "RELEASED_DESC")).toEqual({ field: "RELEASED", descending: true });
  });

  it("turns only where the API has both ways", () => {
    const released = parseSort(null, allowed, "RELEASED_DESC");
    expect(nextSort(released, "RELEASED", allowed)).toBe("RELEASED_ASC");
    expect(nextSort(released, "COMMITS", allowed)).toBe("COMMITS_DESC");
    expect(nextSort({ field: "COMMITS", descending: true }, "COMMITS", allowed)).toBe("COMMITS_DESC");
  });
});

describe("a filter that is set as usual", () => {
  const place = { kind: "choice", name: "environment", words: "In", options: [], usual: "production" } as const;
  const text = { kind: "text", name: "text", words: "Text", hint: "" } as const;
  const read = (address: string) => readFilters([place, text], new URLSearchParams(address));

  it("holds while the address says nothing, and is of anything once somebody takes it away", () => {
    expect(read("")).toEqual({ environment: "production" });
    expect(read("environment=staging")).toEqual({ environment: "staging" });
    expect(read("environment=any&text=any")).toEqual({ text: "any" });
    expect([inAddress([place, text], "environment", null), inAddress([place, text], "text", null)]).toEqual(["any", null]);
  });

  it("is not what somebody filters by", () => {
    expect([read(""), read("environment=any"), read("text=pay")].map((values) => isFiltered([place, text], values))).toEqual([
      false, true, true,
    ]);
  });
});

it("exports CSV that spreadsheets read and do not run", () => {
  const rows = [{ subject: 'Say "hello", twice', n: -3, who: null }, { subject: "=HYPERLINK(1)", n: 2, who: "Ana" }];
  expect([fileText("Zürich", "text/csv"), fileText("Zürich", "text/html")]).toEqual(["\uFEFFZürich", "Zürich"]);
  expect(toCsv([["Subject", (row) => row.subject], ["N", (row) => row.n], ["By", (row) => row.who]], rows)).toBe(
    'Subject,N,By\r\n"Say ""hello"", twice",-3,\r\n\'=HYPERLINK(1),2,Ana\r\n',
  );
});

describe("what the keyboard does to filters", () => {
  it("opens the list's own words, not a text that only a link sets", () => {
    const component = { kind: "text", name: "component", words: "Component", hint: "", byLink: true } as const;
    const words = { kind: "text", name: "text", words: "Text", hint: "" } as const;
    expect(wordsFilter([component, words])).toBe(words);
    expect(wordsFilter([component])).toBeUndefined();
  });

  it("narrows options by what is typed, those that begin so first", () => {
    expect(
      optionsFor(
        [
          ["research", "Research"],
          ["search", "Search"],
          ["mail", "Mail"],
        ],
        " sea",
      ).map(([value]) => value),
    ).toEqual(["search", "research"]);
    expect(optionsFor([["mail", "Mail"]], "")).toHaveLength(1);
  });
});
