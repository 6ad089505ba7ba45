import { own } from "@ballast/schema/own";

/** What a choice offers: the value in the URL and the words in the pill. */
export type Option = readonly [value: string, words: string];

interface FilterCommon {
  /** The parameter's name in the URL. */
  name: string;
  /** The pill's words before the value: "Service". */
  words: string;
  /** Not offered by itself: it is there when a report's number opened the list with it. */
  byLink?: boolean;
  /** What it is set to while the address says nothing; the address says `any` where somebody took it away. */
  usual?: string;
}

/**
 * A filter over a list. `choice` takes one of its options, `many` any number of them, `text` anything, `period` a span of time;
 * `everything` offers one without ends.
 */
export type FilterSpec = FilterCommon &
  ({ kind: "choice" | "many"; options: readonly Option[] } | { kind: "text"; hint: string } | { kind: "period"; everything?: boolean });

/** The values of a list's filters, by name, as they stand in the URL. Missing = not filtered. */
export type FilterValues = Readonly<Record<string, string | undefined>>;

/** The API's filter for what stands in the address, field by field. Nonsense in an address is the API's to refuse. */
export function asking<Filter extends object>(fields: { readonly [Field in keyof Filter]?: unknown }): Filter {
  return fields as Filter;
}

const ANY = "any";

/** Reads the filters a list has from the URL. Others and empty ones are left out; one that has a usual value has it unless told. */
export function readFilters(specs: readonly FilterSpec[], parameters: URLSearchParams): FilterValues {
  return Object.fromEntries(
    specs.flatMap(({ name, usual }) => {
      const value = parameters.get(name) ?? usual ?? null;
      return value === null || value === "" || (usual !== undefined && value === ANY) ? [] : [[name, value]];
    }),
  );
}

/** What the URL says where a filter is set so: taken away, one with a usual value is of anything. */
export const inAddress = (specs: readonly FilterSpec[], name: string, value: string | null): string | null =>
  value ?? (specs.some((spec) => spec.name === name && spec.usual !== undefined) ? ANY : null);

/** Whether somebody filters: what is set as usual is not of their doing. */
export const isFiltered = (specs: readonly FilterSpec[], values: FilterValues): boolean =>
  specs.some(({ name, usual }) => own(values, name) !== usual);

/** The URL with a filter set or taken away; the page begins anew. */
export function withParameter(parameters: URLSearchParams, name: string, value: string | null): URLSearchParams {
  const next = new URLSearchParams(parameters);
  if (value === null || value === "") next.delete(name);
  else next.set(name, value);
  if (name !== "page") next.delete("page");
  return next;
}

/** The values of a `many` filter. */
export function manyOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : value.split(",").filter((each) => each !== "");
}

/** What a pill says: the words of the options chosen, or the text as it is. */
export function valueWords(options: readonly Option[], value: string): string {
  return manyOf(value)
    .map((each) => options.find(([option]) => option === each)?.[1] ?? each)
    .join(" or ");
}

/** A list's order as the URL has it: `RELEASED_DESC`. */
export interface Sort {
  field: string;
  descending: boolean;
}

/** Reads `?sort=RELEASED_DESC`; the list's own order when it is missing or none of the API's. */
export function parseSort(text: string | null, allowed: readonly string[], usual: string): Sort {
  const name = text !== null && allowed.includes(text) ? text : usual;
  const cut = name.lastIndexOf("_");
  return { field: name.slice(0, cut), descending: name.slice(cut + 1) === "DESC" };
}

/** What pressing a column's head does: turns the order where the API has both ways, else sorts by it. */
export function nextSort(current: Sort, field: string, allowed: readonly string[]): string {
  const name = (descending: boolean): string => `${field}_${descending ? "DESC" : "ASC"}`;
  const wanted = current.field === field ? name(!current.descending) : name(true);
  if (allowed.includes(wanted)) return wanted;
  return allowed.includes(name(true)) ? name(true) : name(false);
}

/** Options that are called as typed, those that begin so first. */
export function optionsFor(options: readonly Option[], typed: string): readonly Option[] {
  const wanted = typed.trim().toLowerCase();
  const fits = options.filter(([value, words]) => value.toLowerCase().includes(wanted) || words.toLowerCase().includes(wanted));
  const begins = ([value, words]: Option): number =>
    Number(value.toLowerCase().startsWith(wanted) || words.toLowerCase().startsWith(wanted));
  return fits.toSorted((a, b) => begins(b) - begins(a));
}

/** The filter that `/` opens: the list's words. Those that only a link sets have no pill to open. */
export function wordsFilter(specs: readonly FilterSpec[]): FilterSpec | undefined {
  return specs.find(({ kind, byLink }) => kind === "text" && byLink !== true);
}
