import type { CheckStanding } from "@ballast/domain/readiness";
import type { ProgramItem, ProgramShare, Scope } from "../graphql/context.ts";
import { listed } from "../words.ts";
import { checkSetAt, factsAt, standingsAt } from "./facts.ts";

const base = { nodeKind: "Readiness", before: [], overdueDays: 0, minutes: null, waitsFor: [], realDueOn: null } as const;

/** Where in the console a service's cell is opened. */
const viewOf = (serviceId: string, [first]: readonly CheckStanding[]): string =>
  `/readiness?cell=${encodeURIComponent(`${serviceId}/${first?.checkId ?? ""}`)}`;

/** Exemptions that wait for a decision, and statements whose time is over: at most one of each for a service. */
function itemsOf(scope: Scope): readonly ProgramItem[] {
  const set = checkSetAt(scope, null);
  if (set === null) return [];
  const { nameOf, services } = factsAt(scope);
  const stated = new Map(services.map((one) => [one.serviceId, one.stated]));
  const names = new Map(set.checks.map(({ checkId, name }) => [checkId, name]));
  const ages = new Set(set.checks.filter(({ ground }) => ground.on === "statement").map(({ checkId }) => checkId));
  return standingsAt(scope, set).flatMap(({ serviceId, checks }): readonly ProgramItem[] => {
    const record = stated.get(serviceId) ?? null;
    if (record === null) return [];
    const asked = checks.filter((one) => one.asked !== null);
    const old = checks.filter((one) => one.state === "overdue" && one.asked === null && ages.has(one.checkId));
    const common = { ...base, id: record.readinessId, ownerId: record.ownerId };
    const title = (those: readonly CheckStanding[]): string =>
      `${nameOf(serviceId)}, ${listed(those.map(({ checkId }) => names.get(checkId) ?? checkId))}`;
    const [first] = asked;
    return [
      ...(first === undefined ? [] : [{
        ...common, kind: "Exemption", title: title(asked), dueOn: first.asked?.until ?? null,
        why: `asked for: ${first.asked?.reason ?? ""}`.slice(0, 200).toWellFormed(), decision: {
          word: "Decide", view: viewOf(serviceId, asked),
        },
      }]),
      ...(old.length === 0 ? [] : [{
        ...common, kind: "Statement", title: title(old), dueOn: null, why: `stated ${listed(old.map(({ fact }) => fact))}`,
        decision: { word: "State", view: viewOf(serviceId, old) },
      }]),
    ];
  });
}

/** What of readiness stands on the program's board. */
export const readinessProgram: ProgramShare = {
  items: itemsOf,
  changed: [
    { types: ["ExemptionGranted"], one: "exemption granted", many: "exemptions granted", view: "/readiness" },
    { types: ["ChecksPublished"], one: "version of the checks", many: "versions of the checks", view: "/policies" },
    { types: ["PolicyPublished"], one: "version of a policy", many: "versions of policies", view: "/policies" },
  ],
};
