import type { DataOf, IncidentEvent, IncidentState, Milestone } from "@ballast/schema";

/** An incident of the specifications: INC-7, declared at ten, and an imported one. */
export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;
export const [incidentId, ana, ben, cleo, service, requestEventId] = [id(1), id(2), id(3), id(4), id(5), id(6)] as const;

/** A moment of the day, as `10:30`. */
export const at = (clock: string): string => `2026-03-01T${clock}:00.000Z`;
export const now = at("10:00");

export const declaration: DataOf<"IncidentDeclared"> = {
  incidentId, number: 7, title: "Checkout fails", summary: "500 on every third payment", severity: 2, publicImpact: "major",
  serviceIds: [service], components: ["Checkout"], impactStartAt: at("09:50"), drill: false, private: false, declaredAutomatically: false,
};
export const declared: IncidentEvent = { type: "IncidentDeclared", data: declaration };
export const declaredAs = (changed: Partial<typeof declaration>): IncidentEvent => ({
  type: "IncidentDeclared", data: { ...declaration, ...changed },
});

export const reached = (milestone: Milestone, when: string): IncidentEvent => ({
  type: "MilestoneReached", data: { incidentId, milestone, at: when },
});

export const moved = (from: IncidentState, to: IncidentState): IncidentEvent => ({
  type: "IncidentStateChanged", data: { incidentId, from, to, reason: "" },
});

/** Histories that lead to each state. */
export const historyTo: Readonly<Record<IncidentState, readonly IncidentEvent[]>> = {
  triage: [declared],
  investigating: [declared, moved("triage", "investigating")],
  fixing: [declared, moved("triage", "fixing")],
  monitoring: [declared, moved("triage", "monitoring")],
  resolved: [declared, moved("triage", "fixing"), moved("fixing", "resolved"), reached("resolved", at("11:00"))],
  closed: [declared, moved("triage", "fixing"), moved("fixing", "resolved"), reached("resolved", at("11:00")), moved("resolved", "closed")],
  declined: [declared, moved("triage", "declined")],
  merged: [declared, { type: "IncidentMerged", data: { incidentId, intoIncidentId: id(99), reason: "the same" } }],
  cancelled: [declared, moved("triage", "cancelled")],
};

export const importedContent = {
  serviceId: service, title: "Incident with Codespaces", impact: "minor", components: ["Codespaces"], startedAt: "2022-03-26T01:43:00Z",
  resolvedAt: "2022-03-26T03:35:00Z", url: null,
} as const satisfies Omit<DataOf<"IncidentImported">, "incidentId" | "components"> & { components: readonly string[] };
export const importedIncident: IncidentEvent = {
  type: "IncidentImported", data: { incidentId, ...importedContent, components: ["Codespaces"] },
};
