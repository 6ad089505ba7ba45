import {
  defaultPlan, defaultThresholds, type DeployPlan, type EnvironmentKind, type SupportHours, type Target, type Thresholds,
} from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";

/** An environment of a service: where deploys go and how. */
export interface EnvironmentRow {
  readonly name: string;
  readonly kind: EnvironmentKind;
  readonly target: Target;
  readonly order: number;
  readonly plan: DeployPlan;
}

/** A service as it is described. */
export interface ServiceRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly repositoryUrl: string | null;
  readonly runbookUrl: string | null;
  /** In the order people gave them. */
  readonly environments: readonly EnvironmentRow[];
  readonly thresholds: Thresholds;
  readonly responderRotationId: string | null;
  readonly commanderRotationId: string | null;
  /** In which order responders are called; null: as everywhere. */
  readonly escalationId: string | null;
  /** When what is no emergency calls at once; null: at any hour, as its severity says. */
  readonly supportHours: SupportHours | null;
  readonly registeredAt: string;
}

const inOrder = (environments: readonly EnvironmentRow[]): readonly EnvironmentRow[] =>
  environments.toSorted((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));

/** Services by id. */
export const serviceProjection = defineProjection({
  kind: "service",
  columns: {
    slug: { type: "text", of: (row: ServiceRow) => row.slug, index: true },
    name: { type: "text", of: (row) => row.name.toLowerCase(), index: true },
  },
  handlers: {
    ServiceRegistered: (row, data, { metadata }) =>
      row ?? {
        id: data.serviceId, slug: data.slug, name: data.name, description: data.description, repositoryUrl: null, runbookUrl: null,
        environments: [], thresholds: defaultThresholds, responderRotationId: null, commanderRotationId: null, escalationId: null,
        supportHours: null, registeredAt: metadata.occurredAt,
      },
    ServiceDescribed: existing((row, { name, description, repositoryUrl, runbookUrl }) => ({
      ...row, name, description, repositoryUrl, runbookUrl,
    })),
    EnvironmentDefined: existing((row, { environment, kind, target, order }) => {
      const plan = row.environments.find(({ name }) => name === environment)?.plan ?? defaultPlan;
      const others = row.environments.filter(({ name }) => name !== environment);
      return { ...row, environments: inOrder([...others, { name: environment, kind, target, order, plan }]) };
    }),
    EnvironmentRemoved: existing((row, { environment }) => ({
      ...row,
      environments: row.environments.filter(({ name }) => name !== environment),
    })),
    DeployPlanSet: existing((row, { environment, plan }) => ({
      ...row,
      environments: row.environments.map((known) => (known.name === environment ? { ...known, plan } : known)),
    })),
    ThresholdsSet: existing((row, { thresholds }) => ({ ...row, thresholds })),
    EscalationAssigned: existing((row, { escalationId }) => ({ ...row, escalationId })),
    SupportHoursSet: existing((row, { supportHours }) => ({ ...row, supportHours })),
    RotationAssigned: existing((row, { purpose, rotationId }) =>
      purpose === "responders" ? { ...row, responderRotationId: rotationId } : { ...row, commanderRotationId: rotationId },
    ),
  },
  search: (row) => ({ title: row.name, detail: row.slug, body: row.description, at: row.registeredAt }),
});
