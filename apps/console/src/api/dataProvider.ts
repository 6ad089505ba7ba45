import { own } from "@ballast/schema/own";
import type { DataProvider, GetListParams, GetListResult, RaRecord } from "ra-core";
import type { AsOfInput } from "../shell/asOf.ts";
import { clientError } from "./errors.ts";

/** One slice of a list, as a binding is asked for it. */
export interface ListAsk {
  filter: Readonly<Record<string, unknown>>;
  sort: { field: string; order: "ASC" | "DESC" } | undefined;
  first: number;
  /** The cursor of the row before, `undefined` on the first page. */
  after: string | undefined;
  /** From `meta.asOf` of the hook: the moment to look back to. */
  asOf: AsOfInput | undefined;
  signal: AbortSignal | undefined;
}

/**
 * A list's filter and order as the document that reads it has them. react-admin hands them through without their types,
 * and what stands in an address may be nonsense: the API refuses that, in words.
 */
export function asAsked<Filter, Sort extends string>({
  filter, sort,
}: Pick<ListAsk, "filter" | "sort">): { filter: Filter; sort: Sort | undefined } {
  return { filter: filter as Filter, sort: sort === undefined ? undefined : (`${sort.field}_${sort.order}` as Sort) };
}

/** One slice of a Relay connection. `totalCount` only when it was asked for. */
export interface ListAnswer {
  rows: RaRecord[];
  totalCount?: number;
  endCursor: string | null;
  hasNextPage: boolean;
}

/** How one kind of record is read. Changes are commands, given by the views themselves with `call`. */
export interface ResourceBinding {
  list?: (ask: ListAsk) => Promise<ListAnswer>;
  one?: (id: string, ask: Pick<ListAsk, "asOf" | "signal">) => Promise<RaRecord>;
}

function isAsOf(value: unknown): value is AsOfInput {
  return typeof value === "object" && value !== null && ("recordedAt" in value || "at" in value || "position" in value);
}

function asOfOf(meta: unknown): AsOfInput | undefined {
  const told = typeof meta === "object" && meta !== null && "asOf" in meta ? meta.asOf : undefined;
  return isAsOf(told) ? told : undefined;
}

/** Remembers the cursor at which each page of each list begins, because react-admin counts pages and Relay does not. */
class CursorBook {
  readonly #beginnings = new Map<string, Map<number, string>>();

  note(list: string, page: number, cursor: string | null): void {
    if (cursor === null) return;
    const pages = this.#beginnings.get(list) ?? new Map<number, string>();
    this.#beginnings.set(list, pages.set(page, cursor));
  }

  /** The last page at or before `page` whose beginning is known. */
  nearest(list: string, page: number): { page: number; after: string | undefined } {
    const pages = this.#beginnings.get(list);
    for (let at = page; at > 1; at -= 1) {
      const after = pages?.get(at);
      if (after !== undefined) return { page: at, after };
    }
    return { page: 1, after: undefined };
  }
}

async function listPage(
  binding: ResourceBinding,
  params: GetListParams,
  book: { cursors: CursorBook; list: string },
): Promise<GetListResult<RaRecord>> {
  if (binding.list === undefined) throw clientError("NO_LIST", "These records are not listed.", "Open one by its own address.");
  const page = params.pagination?.page ?? 1;
  const ask = {
    filter: params.filter ?? {}, sort: params.sort, first: params.pagination?.perPage ?? 25, asOf: asOfOf(params.meta),
    signal: params.signal,
  };
  let { page: at, after } = book.cursors.nearest(book.list, page);
  let answer = await binding.list({ ...ask, after });
  for (; at < page && answer.hasNextPage; at += 1) {
    after = answer.endCursor ?? undefined;
    book.cursors.note(book.list, at + 1, answer.endCursor);
    answer = await binding.list({ ...ask, after });
  }
  book.cursors.note(book.list, page + 1, answer.endCursor);
  const pageInfo = { hasNextPage: answer.hasNextPage, hasPreviousPage: page > 1 };
  return answer.totalCount === undefined ? { data: answer.rows, pageInfo } : { data: answer.rows, total: answer.totalCount, pageInfo };
}

function command(): Promise<never> {
  return Promise.reject(clientError("COMMANDS_ONLY", "Records change by named commands.", "Use the record's own actions."));
}

/** react-admin's data provider over bindings, by resource name. Reads only; abort signals are passed on. */
export function createDataProvider(bindings: Readonly<Record<string, ResourceBinding>>): DataProvider {
  const cursors = new CursorBook();
  const bindingOf = (resource: string): ResourceBinding => {
    const binding = own(bindings, resource);
    if (binding === undefined)
      throw clientError("UNKNOWN_RESOURCE", `There are no records called ${resource}.`, "Check the page's resource name.");
    return binding;
  };
  const one = async (resource: string, id: unknown, params: { meta?: unknown; signal?: AbortSignal }): Promise<RaRecord> => {
    const read = bindingOf(resource).one;
    if (read === undefined) throw clientError("NO_RECORD", "These records have no page of their own.", "Open the list instead.");
    return read(String(id), { asOf: asOfOf(params.meta), signal: params.signal });
  };
  const list = (resource: string, params: GetListParams): Promise<GetListResult<RaRecord>> => {
    const name = JSON.stringify([resource, params.filter, params.sort, params.pagination?.perPage, asOfOf(params.meta)]);
    return listPage(bindingOf(resource), params, { cursors, list: name });
  };
  return {
    supportAbortSignal: true,
    getList: async <R extends RaRecord>(resource: string, params: GetListParams) => {
      const answer = await list(resource, params);
      return { ...answer, data: answer.data as R[] };
    },
    getOne: async <R extends RaRecord>(resource: string, params: { id: unknown; meta?: unknown; signal?: AbortSignal }) => ({
      data: (await one(resource, params.id, params)) as R,
    }),
    getMany: async <R extends RaRecord>(resource: string, params: { ids: readonly unknown[]; meta?: unknown; signal?: AbortSignal }) => ({
      data: (await Promise.all(params.ids.map((id) => one(resource, id, params)))) as R[],
    }),
    getManyReference: async <R extends RaRecord>(resource: string, params: GetListParams & { target: string; id: unknown }) => {
      const answer = await list(resource, { ...params, filter: { ...params.filter, [params.target]: params.id } });
      return { ...answer, data: answer.data as R[] };
    },
    update: command,
    updateMany: command,
    create: command,
    delete: command,
    deleteMany: command,
  };
}
