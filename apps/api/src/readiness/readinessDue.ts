import type { MayBeDue } from "@ballast/domain/forum";
import { acknowledgedBy } from "@ballast/domain/readiness";
import type { Scope } from "../graphql/context.ts";
import { askedBy, todayOf } from "./facts.ts";

/** The first exemption of each service that ends, and policies that somebody whom they are for has not acknowledged. */
export function readinessDue(scope: Scope): readonly MayBeDue[] {
  const { readiness } = scope.context.readModel;
  const today = todayOf(scope);
  const ending = [...readiness.allStated(scope.asOf).values()].flatMap(({ readinessId, serviceId, exemptions }): readonly MayBeDue[] => {
    const [first] = exemptions
      .filter(({ state, until }) => state === "granted" && until > today)
      .map(({ until }) => until)
      .toSorted();
    return first === undefined
      ? []
      : [{ kind: "exemption", record: { kind: "readiness", recordId: readinessId }, dueOn: first, serviceIds: [serviceId] }];
  });
  const unread = readiness.policies(scope.asOf).flatMap((policy): readonly MayBeDue[] => {
    const asked = askedBy(policy, scope);
    return acknowledgedBy(policy, asked).length === asked.length
      ? []
      : [{ kind: "policy", record: { kind: "policy", recordId: policy.policyId }, dueOn: null, serviceIds: null }];
  });
  return [...ending, ...unread];
}
