import type { Actor } from "@ballast/schema";

/** A part of Ballast that acts by itself. */
export const systemActor = (name: string): Actor => ({ personId: null, name, means: "system" });

/** A workflow that acts for whoever asked for it. */
export const workflowActor = (name: string, asker: Actor): Actor => ({
  personId: null,
  name,
  means: "workflow",
  ...(asker.personId === null ? {} : { onBehalfOf: { personId: asker.personId, name: asker.name } }),
});
