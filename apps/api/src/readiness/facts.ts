import { peopleAt, type RotationPlan } from "@ballast/domain";
import { standingOf } from "@ballast/domain/lens";
import { serviceStanding, type Around, type Assessed, type ServiceFacts, type ServiceStanding } from "@ballast/domain/readiness";
import type { CheckSetRow } from "@ballast/readmodel/readiness";
import type { Scope } from "../graphql/context.ts";
import { momentOf, oncePerScope, reaches } from "../graphql/scope.ts";

/** The day of a scope's moment, in UTC. */
export const todayOf = (scope: Pick<Scope, "asOf" | "context">): string => momentOf(scope).toISOString().slice(0, 10);

/** What readiness is worked out from, at one moment: everything is read once, however many services there are. */
export interface KnownFacts {
  readonly around: Around;
  readonly services: readonly ServiceFacts[];
  readonly nameOf: (serviceId: string) => string;
  /** Who is called anywhere: whom trainings and policies for them ask. */
  readonly called: { readonly responders: readonly string[]; readonly commanders: readonly string[] };
}

/** Who takes turns now, as far as they are here; null where no rotation is named. */
function peopleOn(
  rotation: RotationPlan | undefined, named: string | null, { at, here }: { at: number; here: ReadonlyMap<string, string> },
) {
  if (named === null) return null;
  const people = rotation === undefined ? [] : peopleAt(rotation.layers, at);
  return people.filter((id) => here.has(id));
}

/** What was answered about each service, of the lens whose milestone is the newest. */
function assessedBy({ context: { readModel }, asOf }: Scope): ReadonlyMap<string, Assessed> {
  const lenses = new Map(readModel.lenses.all({ retired: true, asOf }).map((lens) => [lens.lensId, lens]));
  const known = new Map<string, Assessed>();
  for (const { assessmentId, lensId, serviceId, places, answers, risks } of readModel.lenses.assessments({ asOf })) {
    const lens = lenses.get(lensId);
    if (serviceId === null || lens === undefined) continue;
    const at = places.at(-1)?.at ?? null;
    const before = known.get(serviceId);
    if (before !== undefined && (at === null || (before.at !== null && Date.parse(before.at) >= Date.parse(at)))) continue;
    const carried = new Set(risks.map(({ questionId }) => questionId));
    const answered = new Map(answers.map((answer) => [answer.questionId, answer]));
    const high = lens.pillars.flatMap(({ questions }) => questions).filter((question) =>
      !carried.has(question.id) && standingOf(question, answered.get(question.id)) === "HIGH_RISK");
    known.set(serviceId, { assessmentId, lens: lens.name, at, high: high.length });
  }
  return known;
}

const gather = oncePerScope((scope): KnownFacts => {
  const { readModel } = scope.context;
  const { asOf } = scope;
  const at = momentOf(scope).getTime();
  const active = readModel.people.all(asOf).filter(({ status }) => status === "active");
  const here = new Map(active.map(({ id, name }) => [id, name]));
  const rotations = new Map(readModel.rotations.all(asOf).map((rotation) => [rotation.id, rotation]));
  const objectives = readModel.objectives.all({ asOf });
  const rollbacks = readModel.deploys.lastRollbacks(asOf);
  const lengths = new Map(
    readModel.deploys.getMany([...rollbacks.values()].map(({ id }) => id), asOf)
      // Of a deploy that went back by itself how long it lasted says nothing about going back.
      .map((row) => [row.id, row.kind === "rollback" ? row.durationMs : null]),
  );
  const stated = readModel.readiness.allStated(asOf);
  const assessed = assessedBy(scope);
  const rows = readModel.services.all(asOf).filter(({ id }) => reaches(scope, [id]));
  const services = rows.map((row): ServiceFacts => {
    const { id, runbookUrl, responderRotationId: paged, commanderRotationId: commanding } = row;
    const rollback = rollbacks.get(id);
    return {
      serviceId: id, runbookUrl, stated: stated.get(id) ?? null,
      responders: peopleOn(rotations.get(paged ?? ""), paged, { at, here }),
      commanders: peopleOn(rotations.get(commanding ?? ""), commanding, { at, here }),
      objectives: objectives
        .filter(({ parts }) => parts.some((part) => part.serviceId === id))
        .map(({ objectiveId, target }) => ({ objectiveId, target })),
      assessed: assessed.get(id) ?? null,
      rollback: rollback === undefined
        ? null
        : { deployId: rollback.id, at: new Date(rollback.ms).toISOString(), durationMs: lengths.get(rollback.id) ?? null },
    };
  });
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const all = (those: readonly (readonly string[] | null)[]): readonly string[] => [...new Set(those.flatMap((ids) => ids ?? []))];
  return {
    services, nameOf: (id) => names.get(id) ?? "a service",
    called: { responders: all(services.map((one) => one.responders)), commanders: all(services.map((one) => one.commanders)) },
    around: {
      today: todayOf(scope), here, policies: readModel.readiness.policies(asOf), trainings: readModel.readiness.trainings(asOf),
      technologies: new Map(readModel.readiness.technologies(asOf).map((row) => [row.technologyId, row])),
    },
  };
});

/** What is known at a scope's moment. */
export const factsAt = (scope: Scope): KnownFacts => gather(scope, "all");

/** How every service stands with a set of checks: who is ready first, then by tier and name. */
export function standingsAt(scope: Scope, { checks }: Pick<CheckSetRow, "checks">): readonly ServiceStanding[] {
  const { services, around, nameOf } = factsAt(scope);
  const order = { ready: 0, nearly: 1, notReady: 2 } as const;
  const tierOf = new Map(services.map(({ serviceId, stated }) => [serviceId, stated?.tier ?? 9]));
  const place = ({ serviceId, state }: ServiceStanding): string =>
    `${String(order[state])} ${String(tierOf.get(serviceId) ?? 9)} ${nameOf(serviceId).toLowerCase()} ${serviceId}`;
  return services
    .map((service) => serviceStanding(checks, service, around))
    .toSorted((one, other) => (place(one) < place(other) ? -1 : 1));
}

/** The set of checks that is asked for, or the first there is; null while there is none. */
export function checkSetAt({ context, asOf }: Scope, asked: string | null | undefined): CheckSetRow | null {
  const { readiness } = context.readModel;
  return (asked ? readiness.checkSet(asked, asOf) : readiness.checkSets(asOf)[0]) ?? null;
}

/** Whom a policy or a training is for. */
export const askedBy = ({ isFor }: { readonly isFor: "everybody" | "responders" | "commanders" }, scope: Scope): readonly string[] => {
  const { around, called } = factsAt(scope);
  return isFor === "everybody" ? [...around.here.keys()] : called[isFor];
};
