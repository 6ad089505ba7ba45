import type { ApiContext } from "../graphql/context.ts";

/** Records that a mutation answers with, by their field's name. */
export type RecordName = "service" | "release" | "lane" | "deploy" | "incident" | "page" | "rotation" | "person" | "token" | "integration" | "import";

/** A record's GraphQL type, and how one is loaded as it is now. */
export interface PayloadRecord {
  readonly type: () => object;
  readonly load: (context: ApiContext, id: string) => unknown;
}

/** What the read side offers, by record: its type files are named here as they come. */
export const payloadRecords: Partial<Record<RecordName, PayloadRecord>> = {};

/** Appended events, by their ids. */
export const eventRecords: { readonly type: () => object; readonly load: (context: ApiContext, eventIds: readonly string[]) => unknown } | null = null;
