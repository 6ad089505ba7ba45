import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, describe, expect, it } from "vitest";
import { readRisks } from "./importRisks.ts";
import { csvLine } from "../print/csv.ts";
import { readRow, riskColumns } from "./riskRow.ts";

const row = {
  reference: "", title: "Provider", if: "it is away", then: "nobody pays", until: "it is back", category: "third party", owner: "ana",
  services: "checkout, search", detectMinutes: "5", resolveMinutes: "48,5", impactPercent: "75 %", betweenDays: "60", likelihood: "4",
  impact: "3", treatment: "mitigate", treatmentState: "inProgress", reviewEveryDays: "90", observedSince: "2025-10-20",
};

describe("a file of risks", () => {
  const folder = mkdtempSync(join(tmpdir(), "ballast-risks-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (text: string): string => {
    const path = join(folder, "risks.csv");
    writeFileSync(path, text);
    return path;
  };

  it.each([",", ";"])("may have its columns apart by %j, as spreadsheets write them", (sign) => {
    const lines = [["title", "if", "then", "until"], ["Provider", "it is away", "nobody pays", "it is back"]];
    const { rows, problems } = readRisks(file(`\ufeff${lines.map((cells) => cells.join(sign)).join("\r\n")}\r\n`));
    expect([rows.map(({ risk }) => risk.title), problems]).toEqual([["Provider"], []]);
  });

  it("that is not there, is no file, or has other columns is refused with what to do", () => {
    expect(() => readRisks(join(folder, "nothing.csv"))).toThrow("cannot be read");
    expect(() => readRisks(folder)).toThrow("cannot be read");
    expect(() => readRisks(file("name,what\nA,b\n"))).toThrow("no column title");
  });
});

describe("a row of risks", () => {
  it("is every field of a risk", () => {
    expect(readRow(row)).toEqual({
      risk: {
        ...row,
        services: ["checkout", "search"],
        detectMinutes: 5,
        resolveMinutes: 48.5,
        impactPercent: 75,
        betweenDays: 60,
        likelihood: 4,
        impact: 3,
        reviewEveryDays: 90,
      },
    });
  });

  it("may say no more than what can happen", () => {
    const { title, if: condition, then, until } = row;
    expect(readRow({ title, if: condition, then, until })).toMatchObject({
      risk: { detectMinutes: null, likelihood: null, treatment: null, services: [] },
    });
  });

  it.each([
    ["title", { title: " " }, "title: it is missing"],
    ["a share", { impactPercent: "120" }, 'impactPercent: "120" is no number from 0 to 100'],
    ["half an estimate", { betweenDays: "" }, "detectMinutes, resolveMinutes, impactPercent and betweenDays stand together or not at all"],
    ["half a place", { impact: "" }, "likelihood and impact stand together or not at all"],
    ["a word", { treatment: "ignore" }, "treatment: it is none of mitigate, accept, transfer, avoid"],
    ["a moment", { observedSince: "long ago" }, "observedSince: it is no moment"],
    ["a step", { likelihood: "2.5" }, "likelihood: it is no whole number"],
  ])("says what is wrong with %s", (_, change, problem) => expect(readRow({ ...row, ...change })).toEqual({ problems: [problem] }));

  it("is read as it was written, and never runs as a formula", () => {
    const cells = ["RISK-1", "a \"quoted\", one", "=SUM(A1)", "two\nlines", -3];
    const text = `${csvLine([...riskColumns])}\n${csvLine(cells)}`;
    const [, read] = parse(text, { relax_column_count: true }) as string[][];
    expect(read).toEqual(["RISK-1", 'a "quoted", one', "'=SUM(A1)", "two\nlines", "-3"]);
    expect(readRow(JSON.parse('{"__proto__": "x", "constructor": "y"}') as Record<string, string>)).toMatchObject({
      problems: expect.any(Array) as unknown,
    });
  });
});
