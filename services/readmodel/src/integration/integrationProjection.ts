import { integrationDecider, type Integration } from "@ballast/domain";
import { defineProjection, rowIsState, type RowOf } from "../engine/projection.ts";

/** Another system that may send us alerts or deploys. */
export type IntegrationRow = RowOf<Integration>;

const told = rowIsState(integrationDecider, () => ({}));

/** Integrations by id; as they hold secrets, they leave no history either. */
export const integrationProjection = defineProjection({
  kind: "integration",
  history: false,
  columns: {
    keyHash: { type: "text", of: (row: IntegrationRow) => row.keyHash ?? "", index: true },
    name: { type: "text", of: (row) => row.name.toLowerCase() },
  },
  handlers: { IntegrationAdded: told, IntegrationHandedOver: told, IntegrationTopicsNamed: told, IntegrationRemoved: told },
});
