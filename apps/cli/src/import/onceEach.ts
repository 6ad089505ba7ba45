import { createHash } from "node:crypto";
import type { ImportSource, SourceItem } from "./source.ts";

/** What a source calls a record; a change of a flag is told by its place. */
function idOf(record: NonNullable<SourceItem["record"]>): string {
  if ("what" in record) return `${record.what} ${record.sourceId}`;
  if ("version" in record) return record.version;
  if ("id" in record) return record.id;
  if ("checks" in record) return `${record.site} ${record.month}`;
  return "sourceId" in record ? record.sourceId : [record.key, record.environment ?? "", record.seq].join("#");
}

const digestOf = (record: NonNullable<SourceItem["record"]>): string =>
  createHash("sha256").update(JSON.stringify({ ...record, order: 0 })).digest("base64");

/**
 * A source that says two different things of one record would change it back and forth with every import: the first
 * counts, and the others are named. The same thing said again is let through; it changes nothing.
 */
export async function* onceEach(items: ImportSource["items"]): AsyncGenerator<SourceItem, void, undefined> {
  const said = new Map<string, { readonly line: number; readonly digest: string }>();
  for await (const item of items) {
    const { line, record } = item;
    const first = record === null ? undefined : said.get(idOf(record));
    if (record === null || first?.digest === digestOf(record)) yield item;
    else if (first === undefined) {
      said.set(idOf(record), { line, digest: digestOf(record) });
      yield item;
    } else
      yield { line, record: null, problems: [`"${idOf(record)}" is told otherwise in line ${String(first.line)} already, which counts`] };
  }
}
