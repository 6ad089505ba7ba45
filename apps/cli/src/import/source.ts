import type {
  ActionRecord, ChecksRecord, CustomerRecord, FlagChangeRecord, ImportKind, IncidentRecord, OnCallRecord, ReleaseRecord,
} from "@ballast/schema";

/** What the reader of a source made of one of its records. */
export interface SourceItem {
  /** Where it stands: line of a file, or place in a list, from 1. */
  readonly line: number;
  /** In normal form; null when nothing of it can be used. */
  readonly record: IncidentRecord | ReleaseRecord | FlagChangeRecord | CustomerRecord | ChecksRecord | ActionRecord | OnCallRecord | null;
  /** Why it, or a part of it, could not be used. */
  readonly problems: readonly string[];
}

/** A history somewhere else that is about to be imported. */
export interface ImportSource {
  readonly kind: ImportKind;
  /** How people will recognise it: the file's or repository's name, the page's address. */
  readonly sourceName: string;
  /** How many records there are; null when nobody knows. */
  readonly expected: number | null;
  /** Lazily, in order. */
  readonly items: AsyncIterable<SourceItem> | Iterable<SourceItem>;
  /** What it seems to be and what to do, for the case that nothing of it can be used. */
  readonly unusable?: { readonly what: string; readonly remedy: string } | undefined;
}
