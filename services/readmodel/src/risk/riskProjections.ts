import {
  factorDecider, mitigationDecider, mitigationName, riskName, standing, type PlannedMitigation, type StatedFactor,
} from "@ballast/domain/risk";
import type { FactorEvent, MitigationEvent } from "@ballast/schema";
import { defineProjection, rowIsState, type HappenedAs, type Keyed } from "../engine/projection.ts";
import { keyList } from "../engine/query.ts";
import type { Told } from "../engine/told.ts";
import { minutesOf, riskAfter, type RiskRow } from "./riskRow.ts";

/** Risks by id. */
export const riskProjection = defineProjection({
  kind: "risk",
  columns: {
    number: { type: "integer", of: (row: RiskRow) => row.number, index: true },
    /** Below nothing where nobody has estimated it: such a one stands last. */
    minutes: { type: "real", of: (row) => minutesOf(row) ?? -1, index: true },
    standing: { type: "text", of: standing },
    closed: { type: "integer", of: (row) => row.status === "closed" },
    treatment: { type: "text", of: (row) => row.treatment },
    ownerId: { type: "text", of: (row) => row.ownerId },
    services: { type: "text", of: (row) => keyList(row.serviceIds) },
    records: { type: "text", of: (row) => keyList(row.links.map(({ recordId }) => recordId)) },
  },
  handlers: {
    RiskRegistered: riskAfter, RiskDescribed: riskAfter, RiskEstimated: riskAfter, RiskRated: riskAfter, RiskTreatmentSet: riskAfter,
    RiskReviewed: riskAfter, RiskLinked: riskAfter, RiskUnlinked: riskAfter, RiskClosed: riskAfter, RiskReopened: riskAfter,
    AcceptanceProposed: riskAfter, AcceptanceReviewBegun: riskAfter, AcceptanceApproved: riskAfter, AcceptanceRejected: riskAfter,
    AcceptanceBegan: riskAfter, AcceptanceReminded: riskAfter, AcceptanceExpired: riskAfter, AcceptanceWithdrawn: riskAfter,
  },
  search: (row) => ({
    title: row.title, detail: riskName(row), at: row.registeredAt,
    body: [row.category, row.statement.if, row.statement.then, row.statement.until].join("\n"),
  }),
});

/** A mitigation: what the domain says it is, when it was planned, and who moved its days when, in the order of its slips. */
export type MitigationRow = Keyed & PlannedMitigation & { readonly plannedAt: string; readonly moves: readonly Told[] };

const mitigationAfter = rowIsState(
  mitigationDecider,
  ({ event, metadata }: HappenedAs<MitigationEvent>, before: Pick<MitigationRow, "plannedAt" | "moves"> | null) => ({
    plannedAt: before?.plannedAt ?? metadata.occurredAt,
    moves: [...(before?.moves ?? []), ...(event.type === "MitigationDueMoved" ? [{ at: metadata.occurredAt, by: metadata.actor }] : [])],
  }),
);

/** Mitigations by id. */
export const mitigationProjection = defineProjection({
  kind: "mitigation",
  columns: {
    number: { type: "integer", of: (row: MitigationRow) => row.number, index: true },
    dueOn: { type: "text", of: (row) => row.dueOn, index: true },
    status: { type: "text", of: (row) => row.status },
    ownerId: { type: "text", of: (row) => row.ownerId },
    risks: { type: "text", of: (row) => keyList(row.riskIds) },
  },
  handlers: {
    MitigationPlanned: mitigationAfter, MitigationDescribed: mitigationAfter, MitigationDueMoved: mitigationAfter,
    MitigationBegun: mitigationAfter, MitigationDelivered: mitigationAfter, MitigationGivenUp: mitigationAfter,
  },
  search: (row) => ({ title: row.title, detail: mitigationName(row), body: row.description, at: row.plannedAt }),
});

/** A cross-cutting factor, and since when it is as it is and why. */
export type FactorRow = Keyed & StatedFactor & { readonly statedAt: string; readonly reason: string };

const factorAfter = rowIsState(
  factorDecider,
  ({ event, metadata }: HappenedAs<FactorEvent>, before: Pick<FactorRow, "statedAt" | "reason"> | null) => ({
    statedAt: event.type === "FactorStated" ? metadata.occurredAt : (before?.statedAt ?? metadata.occurredAt), reason: event.data.reason,
  }),
);

/** Factors by id. */
export const factorProjection = defineProjection({
  kind: "factor",
  columns: { title: { type: "text", of: (row: FactorRow) => row.title, index: true }, status: { type: "text", of: (row) => row.status } },
  handlers: { FactorStated: factorAfter, FactorEnded: factorAfter },
  search: (row) => ({ title: row.title, detail: "", body: row.reason, at: row.statedAt }),
});
