import { expect, it } from "vitest";
import type { OpenIncident } from "../turning/turningDocuments.ts";
import { incidentOf } from "./openIncident.ts";

const incident = (reference: string, severity: number, declaredAt: string, ...services: string[]): OpenIncident => ({
  id: reference, reference, title: "", severity, startedAt: null, declaredAt, commander: null, services: services.map((slug) => ({ slug })),
});
const pay = [{ slug: "checkout" }];

it("a kill is for the worst open incident of the flag's services, the later of two that are as bad; else for none", () => {
  const [small, worst, other, later] = [
    incident("INC-1", 3, "2026-11-29T01:00:00Z", "checkout"), incident("INC-2", 2, "2026-11-29T02:00:00Z", "search", "checkout"),
    incident("INC-3", 1, "2026-11-29T02:00:00Z", "search"), incident("INC-4", 2, "2026-11-29T03:00:00Z", "checkout"),
  ];
  expect(incidentOf([small, worst, other], pay)).toBe(worst);
  expect(incidentOf([small, worst, later], pay)).toBe(later);
  expect(incidentOf([other], pay)).toBeNull();
  expect(incidentOf([small], [])).toBeNull();
});
