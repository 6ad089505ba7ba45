import { useGetList, useDataProvider } from "ra-core";
import { useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { useNow } from "../marks/now.ts";
import { useAsOf } from "../shell/useAsOf.ts";
import { download, toCsv } from "./csv.ts";
import type { CsvColumn } from "./csv.ts";
import { inAddress, isFiltered, nextSort, parseSort, readFilters, withParameter } from "./filters.ts";
import type { FilterSpec, FilterValues, Sort } from "./filters.ts";

/** What a list is made of. */
export interface ListSpec<Row, Filter extends object = object> {
  /** The data provider's name of these records; also names the export and the saved filters. */
  resource: string;
  filters: readonly FilterSpec[];
  /** The API's filter for the values in the URL. `now` moves with the day. */
  filterOf: (values: FilterValues, now: number) => Filter;
  /** The API's orders; the first is the usual one. */
  sorts: readonly [string, ...string[]];
  csv: readonly CsvColumn<Row>[];
  perPage?: number;
}

/** A list with its place in the URL. */
export interface List<Row, Filter extends object = object> {
  spec: ListSpec<Row, Filter>;
  rows: readonly Row[] | undefined;
  total: number | undefined;
  error: unknown;
  /** Whether the rows are those of the question before. */
  stale: boolean;
  refetch: () => void;
  values: FilterValues;
  filter: Filter;
  /** Sets or (null) takes away a filter; the page begins anew. */
  set: (name: string, value: string | null) => void;
  clear: () => void;
  filtered: boolean;
  sort: Sort;
  sortBy: (field: string) => void;
  page: number;
  perPage: number;
  setPage: (page: number) => void;
  exportCsv: () => Promise<void>;
  selected: ReadonlySet<string>;
  toggle: (id: string) => void;
  search: string;
}

type Row<Shape> = Shape & { id: string };

const exportPage = 500;
const exportPages = 40;

/** Everything of the list as CSV, slice by slice, up to 20,000 rows. */
function useExport<Shape extends object>(spec: ListSpec<Row<Shape>>, question: object): () => Promise<void> {
  const provider = useDataProvider();
  return async () => {
    const rows: Row<Shape>[] = [];
    for (let page = 1; page <= exportPages; page += 1) {
      const answer = await provider.getList<Row<Shape>>(spec.resource, { ...question, pagination: { page, perPage: exportPage } });
      rows.push(...answer.data);
      if (answer.pageInfo?.hasNextPage !== true) break;
    }
    download(`${spec.resource}-${new Date().toISOString().slice(0, 10)}.csv`, toCsv(spec.csv, rows));
  };
}

function useSelection(): Pick<List<never>, "selected" | "toggle"> {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string): void =>
    setSelected((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  return { selected, toggle };
}

/** Reads a list as the URL asks for it: `?service=checkout&released=90d&sort=COMMITS_DESC&page=2&asOf=…`. */
export function useList<Shape extends object, Filter extends object>(spec: ListSpec<Row<Shape>, Filter>): List<Row<Shape>, Filter> {
  const [parameters, setParameters] = useSearchParams();
  const now = useNow(600_000);
  const { input } = useAsOf();
  const text = parameters.toString();
  const values = useMemo(() => readFilters(spec.filters, new URLSearchParams(text)), [spec.filters, text]);
  const filter = spec.filterOf(values, now);
  const sort = parseSort(parameters.get("sort"), spec.sorts, spec.sorts[0]);
  const page = Math.max(1, Number.parseInt(parameters.get("page") ?? "1", 10) || 1);
  const perPage = spec.perPage ?? 25;
  const question = {
    filter, sort: { field: sort.field, order: sort.descending ? ("DESC" as const) : ("ASC" as const) },
    meta: input === undefined ? undefined : { asOf: input },
  };
  const answer = useGetList<Row<Shape>>(
    spec.resource,
    { ...question, pagination: { page, perPage } },
    { placeholderData: (before) => before },
  );
  const put = (name: string, value: string | null): void =>
    setParameters((before) => withParameter(before, name, value), { replace: name !== "page" });
  return {
    spec,
    rows: answer.data,
    total: answer.total,
    error: answer.error,
    stale: answer.isPlaceholderData,
    refetch: () => void answer.refetch(),
    values,
    filter,
    set: (name, value) => put(name, inAddress(spec.filters, name, value)),
    clear: () =>
      setParameters((before) => spec.filters.reduce((next, { name }) => withParameter(next, name, null), before), { replace: true }),
    filtered: isFiltered(spec.filters, values),
    sort,
    sortBy: (field) => put("sort", nextSort(sort, field, spec.sorts)),
    page,
    perPage,
    setPage: (next) => put("page", next === 1 ? null : String(next)),
    exportCsv: useExport(spec, question),
    ...useSelection(),
    search: text,
  };
}
