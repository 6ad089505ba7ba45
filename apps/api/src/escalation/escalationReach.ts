import "reflect-metadata";
import { policyReach } from "@ballast/domain/escalation";
import { Args, ArgsType, Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import { reachesIn } from "../calling/proven.ts";
import { AheadArgs, daysAhead, Reachability, reachabilityOf } from "../calling/reachType.ts";
import { momentOf } from "../graphql/scope.ts";
import { ownSchedule } from "./ownSchedule.ts";
import { EscalationPolicy } from "./escalationType.ts";

const DAY_MS = 86_400_000;

@ArgsType()
class PolicyReachArgs extends AheadArgs {
  @Field(() => ID, { nullable: true, description: "For this service: a step may ask the schedule that answers for it." })
  service?: string | null;
}

@ObjectType({ description: "Whether one step of a policy reaches somebody.", simpleResolvers: true })
class StepReachability {
  @Field(() => String, { description: "Whom it calls, in words." }) says!: string;
  @Field(() => Reachability, { description: "By this step alone." }) reachability!: Reachability;
}

@ObjectType({ description: "Whether a page by a policy reaches somebody at every minute ahead.", simpleResolvers: true })
class PolicyReachability {
  @Field(() => Reachability, { description: "By any of its steps." }) all!: Reachability;
  @Field(() => [StepReachability], { description: "By each of them; last of all whom the last time around calls besides." })
  steps!: readonly StepReachability[];
}

/** Whether every minute of a policy reaches somebody. */
@Resolver(() => EscalationPolicy)
export class EscalationReachResolver {
  @FieldResolver(() => PolicyReachability, {
    description: "Whether somebody is called at every minute ahead of whom an answered page proves that they are reached, as far as one may know of pages.",
  })
  reachability(@Root() policy: EscalationPolicy, @Args(() => PolicyReachArgs) { service, ...ahead }: PolicyReachArgs): PolicyReachability {
    const { scope, row, steps, lastly } = policy;
    const { readModel } = scope.context;
    const days = daysAhead(ahead);
    const now = momentOf(scope).getTime();
    const left = readModel.people.left(scope.asOf);
    const reach = policyReach(row, {
      left, ownId: ownSchedule(scope, service),
      scheduleOf(id) {
        const rotation = readModel.rotations.get(id, scope.asOf);
        return rotation === undefined ? undefined : { ...rotation, left };
      },
    }, {
      window: { from: now, to: now + days * DAY_MS },
      knownOf: reachesIn(readModel, { viewer: scope.viewer, now, asOf: scope.asOf }),
    });
    const said = { days, called: "is called" } as const;
    const more = lastly.length === 0
      ? [] : [{ says: lastly.map(({ says }) => says).join(" and "), reachability: reachabilityOf(scope, reach.lastly, said) }];
    return {
      all: reachabilityOf(scope, reach.all, said),
      steps: [
        ...steps.map(({ says }, at) => ({ says, reachability: reachabilityOf(scope, reach.steps[at] ?? [], said) })), ...more,
      ],
    };
  }
}
