import { z } from "zod";
import { instant, uuid } from "./scalars.ts";

/** By which door a command came in. */
export const means = z.enum(["console", "cli", "api-token", "local-credential", "webhook", "workflow", "import", "system"]);
export type Means = z.infer<typeof means>;

/** Who acted. `personId` is null for machines; `onBehalfOf` names the person a machine acts for. */
export const actor = z.object({
  personId: uuid.nullable(),
  /** As long as the longest name that a person or an integration may have: else they could record nothing. */
  name: z.string().min(1).max(300),
  means,
  onBehalfOf: z.object({ personId: uuid, name: z.string() }).optional(),
});
export type Actor = z.infer<typeof actor>;

/** Where an imported fact came from. `publishedAt` is when its source published it, if known. */
export const source = z.object({
  kind: z.string().min(1),
  id: z.string().min(1),
  hash: z.string().optional(),
  publishedAt: instant.optional(),
  url: z.string().optional(),
});
export type Source = z.infer<typeof source>;

/** What stands beside every payload in the log. */
export const eventMetadata = z.object({
  schemaVersion: z.int().min(1),
  actor,
  /** When it happened. */
  occurredAt: instant,
  /** When Ballast wrote it down; survives a copy of the log, unlike the store's own `created`. */
  recordedAt: instant,
  commandId: uuid,
  /** SHA-256 of the command's payload: the same key with another payload is refused. */
  commandHash: z.string().optional(),
  /** The whole story. */
  $correlationId: z.string(),
  /** The direct parent. */
  $causationId: z.string(),
  source: source.optional(),
});
export type EventMetadata = z.infer<typeof eventMetadata>;
