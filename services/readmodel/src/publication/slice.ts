import { mailingDecider, publicationDecider, waitsIn, type Mailing, type Publication } from "@ballast/domain/publication";
import type { AsOf } from "../engine/asOf.ts";
import type { Database } from "../engine/database.ts";
import { defineProjection, rowIsState, type RowOf, type Stored } from "../engine/projection.ts";
import { is, isOneOf, tableOf } from "../engine/query.ts";
import { defineSlice } from "../engine/slice.ts";

interface Moment {
  /** When it was released, or taken back. */
  readonly at: string;
}

/** What subscribers are told. */
export type PublicationRow = RowOf<Publication> & Moment;

const said = rowIsState(publicationDecider, ({ metadata }, before: Moment | null): Moment => ({ at: before?.at ?? metadata.occurredAt }));

/** Publications by id. */
export const publicationProjection = defineProjection({
  kind: "publication",
  columns: {
    incidentId: { type: "text", of: (row: PublicationRow) => row.incidentId, index: true },
    maintenanceId: { type: "text", of: (row) => row.maintenanceId },
    /** It goes out, and not all of its mailings are written down. */
    underWay: { type: "integer", of: (row) => row.status === "released" || row.status === "addressed", index: true },
    atMs: { type: "integer", of: (row) => Date.parse(row.at), index: true },
  },
  handlers: { PublicationWithdrawn: said, PublicationReleased: said, PublicationAddressed: said, PublicationListed: said },
});

/** A part of those who are told. */
export type MailingRow = RowOf<Mailing>;

const mailed = rowIsState(mailingDecider, () => ({}));

/** Mailings by id. */
export const mailingProjection = defineProjection({
  kind: "mailing",
  columns: {
    publicationId: { type: "text", of: (row: MailingRow) => row.publicationId, index: true },
    waits: { type: "integer", of: (row) => waitsIn(row).length > 0 },
  },
  handlers: { MailingListed: mailed, MailingTried: mailed, MailingTold: mailed, MailingGivenUp: mailed },
});

/** Queries over what subscribers are told. */
export type PublicationQueries = ReturnType<typeof publicationQueries>;

function publicationQueries(db: () => Database) {
  const table = tableOf(db, publicationProjection);
  const mailings = tableOf(db, mailingProjection);
  return {
    get: table.get,
    /** What goes out since then and is not written down whole: whichever server looks goes on with it. */
    underWay: (since: string): readonly Stored<PublicationRow>[] =>
      table.all([is("underWay", true), { sql: 'r."atMs" > ?', params: [Date.parse(since)] }], {
        sort: { column: "atMs", descending: false }, limit: 100,
      }),
    /** Of an incident, the newest first. */
    ofIncident: (incidentId: string, asOf?: AsOf): readonly Stored<PublicationRow>[] =>
      table.all([is("incidentId", incidentId)], { sort: { column: "atMs", descending: true }, limit: 100, asOf }),
    /** The newest first. */
    newest: (limit: number, asOf?: AsOf): readonly Stored<PublicationRow>[] =>
      table.all([], { sort: { column: "atMs", descending: true }, limit, asOf }),
    mailingsOf: (publicationIds: readonly string[], asOf?: AsOf): readonly Stored<MailingRow>[] =>
      mailings.all([isOneOf("publicationId", publicationIds)], { sort: { column: "id", descending: false }, asOf }),
  };
}

declare module "../engine/registry.ts" {
  interface Queries {
    readonly publications: PublicationQueries;
  }
  interface Rows {
    readonly publication: PublicationRow;
    readonly mailing: MailingRow;
  }
}

/** What subscribers of status pages are told, and what became of it. */
export const publicationSlice = defineSlice({
  projections: [publicationProjection, mailingProjection], queries: { publications: publicationQueries },
});
