import type { DataOf } from "@ballast/schema";

/** An incident as somebody declares it, unless told otherwise. */
export const declaration = (incidentId: string, more: Partial<DataOf<"IncidentDeclared">> = {}): DataOf<"IncidentDeclared"> => ({
  incidentId, number: 1, title: "Checkout fails", summary: "", severity: 2, publicImpact: "none", serviceIds: [], components: [],
  impactStartAt: null, drill: false, private: false, declaredAutomatically: false, ...more,
});
