import type { IntegrationKind } from "@ballast/schema";
import { defineProjection, existing } from "../engine/projection.ts";

/** Another system that may send us alerts or deploys. */
export interface IntegrationRow {
  readonly id: string;
  readonly kind: IntegrationKind;
  readonly name: string;
  readonly keyHash: string | null;
  readonly sealedSecret: string | null;
  readonly serviceId: string | null;
  readonly severities: Readonly<Record<string, number | null>>;
  readonly defaultSeverity: number;
  readonly redactedLabels: readonly string[];
  /** Who looks after it; null: nobody in particular. */
  readonly ownerId: string | null;
  readonly removed: boolean;
}

/** Integrations by id; as they hold secrets, they leave no history either. */
export const integrationProjection = defineProjection({
  kind: "integration",
  history: false,
  columns: {
    keyHash: { type: "text", of: (row: IntegrationRow) => row.keyHash ?? "", index: true },
    name: { type: "text", of: (row) => row.name.toLowerCase() },
  },
  handlers: {
    IntegrationAdded: (row, { integrationId, ...integration }) =>
      row ?? { ...integration, id: integrationId, ownerId: null, removed: false },
    IntegrationHandedOver: existing((row, { ownerId }) => ({ ...row, ownerId })),
    IntegrationRemoved: existing((row) => ({ ...row, removed: true, keyHash: null, sealedSecret: null })),
  },
});
