import {
  importTable, objectiveLines, objectiveTable, policyLines, policyTable, riskLines, riskTable, technologyLines, technologyTable,
  type Table, type TableClient,
} from "@ballast/schema/tables";
import { Rejection } from "@ballast/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../apps/api/src/auth/principal.ts";
import { answered } from "../../apps/api/src/specification/asking.ts";
import { specServer, type SpecServer } from "../../apps/api/src/specification/server.ts";

let spec: SpecServer;
let tim: Principal;
let eve: Principal;
beforeAll(async () => {
  spec = await specServer();
  tim = await spec.person("tim", ["tpm", "engineer"]);
  eve = await spec.person("eve", ["viewer"]);
  for (const slug of ["checkout", "search"]) await spec.run(tim, "registerService", { slug, name: slug });
});
afterAll(() => spec.close());

/** What the console and the command line speak with, on a server in this process. */
const client = (principal: Principal): TableClient => ({
  query: async ({ text }, variables) =>
    (await answered(spec, principal, { query: text, variables: { ...Object(variables) as object } })) as never,
  mutate: async ({ name }, input) => {
    const record = { id: (await spec.run(principal, name, { ...input })).recordId };
    return { risk: record, objective: record, technology: record } as never;
  },
  refusalOf: (error) => (error instanceof Error ? { column: null, reason: error.message } : null),
});

const bring = <Row>(table: Table<Row>, text: string, { by = tim, dryRun = false } = {}) =>
  importTable(table, client(by), { text, dryRun, file: "x.csv" });

const risks = [
  "title,if,then,until,category,owner,services,detectMinutes,resolveMinutes,impactPercent,betweenDays,"
    + "likelihood,impact,treatment,treatmentState,reviewEveryDays,observedSince",
  '"=Provider, ""away""",it is away,nobody pays,it is back,third party,tim,"checkout, search",5,"48,5",75 %,60,'
    + "4,3,accept,inProgress,30,2025-10-20",
  "Disk,it is full,writes fail,it is emptied,,,search,,,,,,,,,,",
].join("\n");

describe("risks as CSV", () => {
  it("are looked at first, then come in with every field, and once", async () => {
    const seen = await bring(riskTable, risks, { dryRun: true });
    expect(seen).toEqual({ made: ['=Provider, "away"', "Disk"], changed: [], unchanged: [], problems: [], ignored: [] });
    expect((await riskLines(client(tim))).length).toBe(1);
    expect(await bring(riskTable, risks)).toEqual(seen);
    expect(await bring(riskTable, risks)).toMatchObject({ made: [], changed: [], unchanged: seen.made });
    const [, provider, disk] = await riskLines(client(tim));
    expect(provider).toBe(
      'RISK-1,"\'=Provider, ""away""",it is away,nobody pays,it is back,third party,tim,checkout search,'
        + "5,48.5,75,60,4,3,accept,inProgress,30,2025-10-20T00:00:00.000Z",
    );
    expect(disk).toMatch(/^RISK-2,Disk,it is full,writes fail,it is emptied,other,tim,search,,,,,,,mitigate,notBegun,90,/u);
  });

  it("go out as what comes in again unchanged, and what is changed in the file changes here", async () => {
    const lines = await riskLines(client(tim));
    expect(await bring(riskTable, lines.join("\r\n"))).toMatchObject({ made: [], changed: [], unchanged: ['=Provider, "away"', "Disk"] });
    const changed = lines.map((line) =>
      line.replace("RISK-2,Disk,", "RISK-2,Disk of search,").replace(",5,48.5,75,60,4,3,", ",5,30,75,60,4,4,"));
    expect(await bring(riskTable, changed.join("\n"))).toMatchObject({ made: [], changed: ['=Provider, "away"', "Disk of search"] });
    expect(await bring(riskTable, changed.join("\n"))).toMatchObject({ changed: [], problems: [] });
  });

  it("that cannot be used are named by line and column with what to do, in a dry run too, and hold nothing up", async () => {
    const text = [
      "reference,title,if,then,until,services,owner,betweenDays,__proto__", ",A,b,c,d,nowhere,,,x", ",B,b,c,d,,nobody,,",
      "RISK-99,C,b,c,d,,,,", ",D,b,c,d,,,abc,", ",disk of search,it is full,writes fail,it is emptied,search,,,",
      ",Disk of search,b,c,d,,,,",
      ",E,b,c,d,,,,,more", ",,b,c,d,,,,", "RISK-2,F,b,c,d,,,,",
    ].join("\n");
    const { problems, unchanged, made, changed, ignored } = await bring(riskTable, text, { dryRun: true });
    expect([made, unchanged.length + changed.length, ignored]).toEqual([[], 1, ["__proto__"]]);
    expect(problems).toEqual([
      { line: 2, column: "services", reason: "there is no service nowhere", remedy: "There are: checkout, search." },
      { line: 3, column: "owner", reason: "there is no person nobody", remedy: "There are: eve, tim." },
      { line: 4, column: "reference", reason: "there is no RISK-99", remedy: "Leave it empty to register a new one." },
      { line: 5, column: "betweenDays", reason: '"abc" is no number from 0.001 to 365250' },
      { line: 7, column: "title", reason: '"Disk of search" stands in line 6 already, which counts', remedy: "Leave one of them out." },
      { line: 8, column: null, reason: expect.stringMatching(/more cells/u) as string, remedy: expect.any(String) as string },
      { line: 9, column: "title", reason: "it is missing" },
      {
        line: 10, column: "reference", reason: "RISK-2 is what a row before is about already, which counts",
        remedy: "Leave one of them out.",
      },
    ]);
  });

  it("are registered by nobody who may not", async () => {
    const before = (await riskLines(client(tim))).length;
    const { made, problems } = await bring(riskTable, "title,if,then,until\nF,b,c,d", { by: eve });
    expect([made, problems.length]).toEqual([[], 1]);
    expect((await riskLines(client(tim))).length).toBe(before);
  });
});

interface Changed {
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

/** Comes in, goes out, comes in again, and is changed by a file that says something else. */
async function comesAndGoes<Row>(
  table: Table<Row>, linesOf: (asking: TableClient) => Promise<readonly string[]>, { text, from, to }: Changed,
): Promise<void> {
  const made = [expect.any(String), expect.any(String)] as string[];
  expect(await bring(table, text, { dryRun: true })).toEqual({ made, changed: [], unchanged: [], problems: [], ignored: [] });
  expect(await linesOf(client(tim))).toHaveLength(1);
  expect(await bring(table, text)).toMatchObject({ made, problems: [] });
  expect(await bring(table, text)).toMatchObject({ made: [], changed: [], unchanged: made, problems: [] });
  const written = (await linesOf(client(tim))).join("\r\n");
  expect(await bring(table, written)).toMatchObject({ made: [], changed: [], unchanged: made, problems: [] });
  expect(written).toContain(from);
  expect(await bring(table, written.replace(from, to))).toMatchObject({ made: [], changed: [expect.any(String)], problems: [] });
  expect((await linesOf(client(tim))).join("\n")).toContain(to);
}

describe("come in as CSV once, with every field, go out as what comes in again, and change as the file does:", () => {
  it("objectives", () => comesAndGoes(objectiveTable, objectiveLines, {
    text: [
      "name,targetPercent,window,timeZone,parts,owner,gateDeploys,counts,query,total",
      'Shop,"99,8",quarter,Europe/Zurich,checkout=60; search/Suggestions=40,tim,yes,,,',
      "Search,99.95,30d,,search,,,good,sum(good),sum(all)",
    ].join("\n"),
    from: "99.8,quarter", to: "99.9,quarter",
  }));

  it("policies", () => comesAndGoes(policyTable, policyLines, {
    text: [
      "name,isFor,url,text,reason", 'Incident policy,responders,https://example.org/p,"- Declare early,\nbefore you know",first',
      '"On call",,,"=carry it",',
    ].join("\n"),
    from: "before you know", to: "before you know it",
  }));

  it("technologies", () => comesAndGoes(technologyTable, technologyLines, {
    text: [
      "name,status,packages,instead,until,note,reason", "Postgres,core,pg pkg:maven/org.postgresql/*,,,The one,because",
      "beanstalk,exception,,Postgres,2027-03-01,,",
    ].join("\n"),
    from: "Postgres,core", to: "Postgres,allowed",
  }));
});

it("stops where nothing behind a row would come through either", async () => {
  const deaf: TableClient = {
    ...client(tim), refusalOf: () => null, mutate: () => Promise.reject(new Rejection("INVALID_INPUT", "gone", [])),
  };
  await expect(importTable(riskTable, deaf, { text: "title,if,then,until\nG,b,c,d\nH,b,c,d", dryRun: false })).rejects.toThrow("gone");
});
