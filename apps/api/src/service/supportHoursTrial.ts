import "reflect-metadata";
import { refuseUnusableSupportHours, urgencyAt } from "@ballast/domain";
import { Args, ArgsType, Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import { DateTime } from "../graphql/scalars.ts";
import { UrgencyAt } from "../graphql/urgencyType.ts";
import { supportHoursField } from "./serviceInputs.ts";
import { Service, SupportHours, toSupportHours } from "./serviceType.ts";

@ObjectType({ description: "How urgent an incident of a severity would be.", simpleResolvers: true })
class SeverityUrgency extends UrgencyAt {
  @Field(() => Int, { description: "The severity, 1 to 4." }) severity!: number;
}

@ObjectType({ description: "What would happen to incidents at a moment.", simpleResolvers: true })
class SupportHoursTrial {
  @Field(() => SupportHours, { nullable: true, description: "The hours that were tried; null: there are none." })
  hours!: SupportHours | null;
  @Field(() => [SeverityUrgency], { description: "Of each severity, the worst first." }) urgencies!: readonly SeverityUrgency[];
}

@ArgsType()
class TrialArgs {
  @Field(() => DateTime, { description: "The moment." }) at!: string;
  @Field(() => supportHoursField.type(), {
    nullable: true, description: "Hours to try, or null for none; those that it has where it is left out.",
  })
  supportHours?: unknown;
}

/** What support hours would come to. */
@Resolver(() => Service)
export class SupportHoursResolver {
  @FieldResolver(() => SupportHoursTrial, {
    description: "How urgent an incident of each severity would be at a moment, with the hours that it has or with others. Nothing is changed.",
  })
  supportHoursTrial(@Root() { row }: Service, @Args(() => TrialArgs) { at, supportHours }: TrialArgs): SupportHoursTrial {
    const tried = (): typeof row.supportHours => (supportHours === null ? null : supportHoursField.schema.parse(supportHours));
    const hours = supportHours === undefined ? row.supportHours : tried();
    if (hours !== null) refuseUnusableSupportHours(hours);
    return {
      hours: hours === null ? null : toSupportHours(hours),
      urgencies: [1, 2, 3, 4].map((severity) => {
        const { until, ...urgency } = urgencyAt(severity, [hours], Date.parse(at));
        return { severity, ...urgency, until: until === null ? null : new Date(until).toISOString() };
      }),
    };
  }
}
