import { describe, expect, it } from "vitest";
import { csvLine, csvRows, MOST_ROWS, recordsOf } from "./csv.ts";
import { LARGEST_TABLE, tableText } from "./tableText.ts";

const cells = (text: string) => csvRows(text).map((row) => row.cells);

describe("a CSV", () => {
  it("is read with quotes, line ends of every kind, and the line in which each row begins", () => {
    expect(csvRows('a,b\r\n"x ""y"", z","two\nlines"\n\n , \n"", last \rend,')).toEqual([
      { line: 1, cells: ["a", "b"] }, { line: 2, cells: ['x "y", z', "two\nlines"] }, { line: 6, cells: ["", "last"] },
      { line: 7, cells: ["end", ""] },
    ]);
    expect(cells('\uFEFFa;b\n1,5;"x;y"')).toEqual([["a", "b"], ["1,5", "x;y"]]);
    expect(cells("a,b;c\n1,2")).toEqual([["a", "b;c"], ["1", "2"]]);
    expect(cells("")).toEqual([]);
    expect(cells('say "hi",b')).toEqual([['say "hi"', "b"]]);
  });

  it("comes back as it was written, what a spreadsheet would take for a formula among it", () => {
    const row = ["=a, b", 'a "quoted", one', "=SUM(A1)", "two\r\nlines", "-x", "@a", "+1", "'=x", "plain", "", "Zürich 🐢"];
    expect(csvLine(row)).toContain("'=SUM(A1)");
    expect(cells(csvLine(row))).toEqual([row.map((cell) => (cell === "'=x" ? "=x" : cell))]);
    expect(csvLine([-3, null])).toBe("-3,");
  });

  it("whose quotes do not end, or end too early, is refused with the line", () => {
    expect(() => csvRows('a\n"b\nc')).toThrow("The quote that is opened in line 2 is never closed.");
    expect(() => csvRows('a\n"b"c\n')).toThrow("In line 2 something stands behind a closing quote.");
  });

  it("has the columns that are needed, once each, and no more rows than are taken", () => {
    const of = (text: string) => recordsOf(text, { columns: ["name", "note"], needed: ["name"], file: "x.csv" });
    expect(of("name,__proto__,constructor\na,b,c")).toEqual({
      ignored: ["__proto__", "constructor"], rows: [{
        line: 2, record: JSON.parse('{"name":"a","__proto__":"b","constructor":"c"}') as object,
      }],
    });
    expect(of("name\na,b").rows).toEqual([{ line: 2, record: null }]);
    expect(of("name\na,,").rows).toEqual([{ line: 2, record: { name: "a" } }]);
    expect(() => of("note\na")).toThrow("x.csv has no column name.");
    expect(() => of("name,name\na,b")).toThrow("x.csv has the column name twice.");
    expect(of(`name\n${"a\n".repeat(MOST_ROWS)}`).rows).toHaveLength(MOST_ROWS);
    expect(() => of(`name\n${"a\n".repeat(MOST_ROWS + 1)}`)).toThrow("50,001 rows; 50,000 are taken at once");
  });
});

describe("a table's file", () => {
  const bytes = (...given: number[]) => tableText(new Uint8Array(given), "x.csv");

  it("is UTF-8 or UTF-16, with a byte order mark or without", () => {
    const utf16 = Buffer.from("näme,b\n", "utf16le");
    expect(tableText(Buffer.from("\uFEFFnäme"))).toBe("näme");
    expect(tableText(Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]))).toBe("näme,b\n");
    expect(tableText(Buffer.from("name,b\n", "utf16le"))).toBe("name,b\n");
  });

  it("of another encoding, a workbook, an archive or something else is refused with what to do, never read as what it may not be", () => {
    expect(() => bytes(0x61, 0xe4, 0x62)).toThrow("x.csv is not UTF-8 (Latin-1, it seems).");
    expect(() => bytes(0x50, 0x4b, 3, 4, 0)).toThrow("x.csv is a workbook");
    expect(() => bytes(0x1f, 0x8b, 8)).toThrow("x.csv is compressed.");
    expect(() => bytes(0x61, 0x62, 0, 0x63, 0x64)).toThrow("x.csv is no text.");
    expect(() => tableText(new Uint8Array(LARGEST_TABLE + 1), "x.csv")).toThrow("x.csv is larger than 16 MiB.");
  });
});
