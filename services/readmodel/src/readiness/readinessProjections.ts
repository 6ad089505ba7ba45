import {
  askingDecider, checkSetDecider, policyDecider, readinessDecider, technologyDecider, trainingDecider, type DefinedTraining,
  type KnownReadiness, type ListedTechnology, type PublishedChecks, type PublishedPolicy,
} from "@ballast/domain/readiness";
import type { CheckSetEvent, DataOf, PolicyEvent, ReadinessEvent, TechnologyEvent, TrainingEvent } from "@ballast/schema";
import { defineProjection, rowIsState, type HappenedAs, type Keyed, type RowOf } from "../engine/projection.ts";
import type { Told } from "../engine/told.ts";

/** One version of something that is published, with who published it when and why. */
export interface VersionRow extends Told {
  readonly version: number;
  readonly reason: string;
}

/** So many versions are listed: those of before stand in the history. */
const MOST_VERSIONS = 100;
const withVersion = (before: readonly VersionRow[], { version, reason }: Pick<VersionRow, "version" | "reason">, told: Told) =>
  [...before, { ...told, version, reason }].slice(-MOST_VERSIONS);

/** A set of checks, and every version that it had. */
export type CheckSetRow = Keyed & PublishedChecks & { readonly versions: readonly VersionRow[] };

const checkSetAfter = rowIsState(
  checkSetDecider,
  ({ event, metadata }: HappenedAs<CheckSetEvent>, before: Pick<CheckSetRow, "versions"> | null) => ({
    versions: event.type === "ChecksPublished"
      ? withVersion(before?.versions ?? [], event.data, { at: metadata.occurredAt, by: metadata.actor })
      : (before?.versions ?? []),
  }),
);

/** Sets of checks by id. */
export const checkSetProjection = defineProjection({
  kind: "checkSet",
  columns: { name: { type: "text", of: (row: CheckSetRow) => row.name, index: true }, status: { type: "text", of: (row) => row.status } },
  handlers: { ChecksPublished: checkSetAfter, ChecksRetired: checkSetAfter },
  search: ({ name, version, checks, versions }) => ({
    title: name, detail: `version ${String(version)}`, at: versions.at(-1)?.at ?? null,
    body: checks.map((check) => `${check.name}: ${check.asks}`).join("\n"),
  }),
});

/** What is stated of a service's readiness, and when each source said what it is made with. */
export type ReadinessRow = Keyed & KnownReadiness & {
  readonly madeAt: Readonly<Partial<Record<DataOf<"TechnologiesStated">["source"], Told>>>;
};

const readinessAfter = rowIsState(
  readinessDecider,
  ({ event, metadata }: HappenedAs<ReadinessEvent>, before: Pick<ReadinessRow, "madeAt"> | null) => ({
    madeAt: {
      ...before?.madeAt,
      ...(event.type === "TechnologiesStated" ? { [event.data.source]: { at: metadata.occurredAt, by: metadata.actor } } : {}),
    },
  }),
);

/** What is stated of services, by id. */
export const readinessProjection = defineProjection({
  kind: "readiness",
  columns: { serviceId: { type: "text", of: (row: ReadinessRow) => row.serviceId, index: true } },
  handlers: {
    ServiceOwnerSet: readinessAfter, CheckStated: readinessAfter, CheckStatementTakenBack: readinessAfter, ExemptionAsked: readinessAfter,
    ExemptionGranted: readinessAfter, ExemptionRefused: readinessAfter, ExemptionEnded: readinessAfter, ExemptionNoticed: readinessAfter,
    TechnologiesStated: readinessAfter,
    RunbookRead: readinessAfter,
  },
});

/** What a person was asked about last. */
export type AskingRow = RowOf<ReturnType<typeof askingDecider.evolve>>;

/** Who was asked about what, by id. */
export const askingProjection = defineProjection({
  kind: "asking",
  columns: { on: { type: "text", of: (row: AskingRow) => row.on } },
  handlers: { OwnerAsked: rowIsState(askingDecider, () => ({})) },
});

/** A policy, and every version that it had. */
export type PolicyRow = Keyed & PublishedPolicy & { readonly versions: readonly VersionRow[] };

const policyAfter = rowIsState(
  policyDecider,
  ({ event, metadata }: HappenedAs<PolicyEvent>, before: Pick<PolicyRow, "versions"> | null) => ({
    versions: event.type === "PolicyPublished"
      ? withVersion(before?.versions ?? [], event.data, { at: metadata.occurredAt, by: metadata.actor })
      : (before?.versions ?? []),
  }),
);

/** Policies by id. */
export const policyProjection = defineProjection({
  kind: "policy",
  columns: { name: { type: "text", of: (row: PolicyRow) => row.name, index: true }, status: { type: "text", of: (row) => row.status } },
  handlers: { PolicyPublished: policyAfter, PolicyAcknowledged: policyAfter, PolicyRetired: policyAfter },
  search: ({ name, version, text, versions }) => ({
    title: name, detail: `policy, version ${String(version)}`, body: text, at: versions.at(-1)?.at ?? null,
  }),
});

/** A training, and since when it is as it is. */
export type TrainingRow = Keyed & DefinedTraining & { readonly definedAt: string };

const trainingAfter = rowIsState(
  trainingDecider,
  ({ event, metadata }: HappenedAs<TrainingEvent>, before: Pick<TrainingRow, "definedAt"> | null) => ({
    definedAt: event.type === "TrainingDefined" ? metadata.occurredAt : (before?.definedAt ?? metadata.occurredAt),
  }),
);

/** Trainings by id. */
export const trainingProjection = defineProjection({
  kind: "training",
  columns: { name: { type: "text", of: (row: TrainingRow) => row.name, index: true }, status: { type: "text", of: (row) => row.status } },
  handlers: {
    TrainingDefined: trainingAfter, TrainingTaken: trainingAfter, TrainingStruck: trainingAfter, TrainingRetired: trainingAfter,
  },
  search: ({ name, definedAt }) => ({ title: name, detail: "training", body: "", at: definedAt }),
});

/** A technology, and since when and why it stands on the list as it does. */
export type TechnologyRow = Keyed & ListedTechnology & {
  readonly listedAt: string;
  readonly listedBy: Told["by"];
  readonly reason: string | null;
};

const technologyAfter = rowIsState(technologyDecider, ({ event, metadata }: HappenedAs<TechnologyEvent>, _: object | null) => ({
  listedAt: metadata.occurredAt, listedBy: metadata.actor, reason: event.data.reason,
}));

/** Technologies by id. */
export const technologyProjection = defineProjection({
  kind: "technology",
  columns: {
    name: {
      type: "text", of: (row: TechnologyRow) => row.name.toLowerCase(), index: true,
    }, status: { type: "text", of: (row) => row.status },
  },
  handlers: { TechnologyListed: technologyAfter },
  search: ({ name, instead, note, packages, listedAt }) => ({
    title: name, detail: "technology", body: [instead ?? "", note, ...packages].join("\n"), at: listedAt,
  }),
});
