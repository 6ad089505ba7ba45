import "reflect-metadata";
import { courseOf, type OnCall, type Rung } from "@ballast/domain";
import { calledBy } from "@ballast/domain/escalation";
import { defaultPagePolicy, type EscalationContent } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { callableIn, canBeWoken, onCallIn } from "../calling/callable.ts";
import type { RecordOf } from "../graphql/context.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";
import type { Scope } from "../graphql/scope.ts";

@ObjectType({ description: "One call of a page, at its minute.", simpleResolvers: true })
export class EscalationCall {
  @Field(() => Int, { description: "Minutes after the page was asked for." }) afterMinutes!: number;
  @Field(() => Int, { description: "Which time around, from 0." }) round!: number;
  @Field(() => Int, { description: "Which step of it, from 1; 0: everybody, as nobody else can be woken." }) step!: number;
  @Field(() => [typeNamed("Person")], { description: "Who is called; nobody: it is passed over at once." })
  people!: readonly RecordOf<"Person">[];
  @Field(() => Int, { description: "How many of them have a channel that can wake them." }) canBeWoken!: number;
}

@ObjectType({ description: "Whom a page would call at a moment, minute by minute. Nothing is sent.", simpleResolvers: true })
export class EscalationTrial {
  @Field(() => [EscalationCall], { description: "Every call until nobody has answered in any round." }) calls!: readonly EscalationCall[];
  @Field(() => Int, { description: "How often it starts from the top." }) rounds!: number;
  @Field(() => Int, { description: "After so many minutes all of them have passed." }) endsAfterMinutes!: number;
  @Field(() => Int, { description: "Calling begins again after so many minutes, for severities 1 to 3." }) againAfterMinutes!: number;
  @Field(() => String, { nullable: true, description: "Why the first call goes to everyone; null where it does not." })
  straightToEveryone!: string | null;
}

/** A step that reaches nobody is passed over at once; where it is the last one, the next round waits so long, minutes. */
const NOBODY_MINUTES = 1;

/** Whom a policy would call, for a service whose schedule is `ownId` (null: none). */
export function trialOf(
  scope: Scope, policy: Pick<EscalationContent, "steps" | "rounds" | "lastly">, { at, ownId }: { at: string; ownId: string | null },
): EscalationTrial {
  const rotationIds = ownId === null ? [] : [ownId];
  const schedules = new Map([...new Set([...rotationIds, ...calledBy(policy).rotationIds])].flatMap((id): [string, OnCall][] => {
    const row = scope.context.readModel.rotations.get(id, scope.asOf);
    return row === undefined ? [] : [[id, onCallIn(scope, row, at)]];
  }));
  const { contacts, everybody } = callableIn(scope);
  const concerned = { policies: [{ policy, rotationIds }], schedules, rotations: [], personIds: [], contacts, everybody };
  const calls: EscalationCall[] = [];
  let minutes = 0;
  let straightToEveryone: string | null = null;
  for (let round = 0; round < policy.rounds; round += 1) {
    const course = courseOf(concerned, round, defaultPagePolicy);
    ({ straightToEveryone } = course);
    for (const [place, rung] of course.rungs.entries()) {
      const call = callOf(scope, rung, { round, place });
      calls.push({ ...call, afterMinutes: minutes });
      const isLast = place === course.rungs.length - 1;
      // An inbox wakes nobody, and gets its time only where it is the last that there is.
      const hasItsTime = call.canBeWoken > 0 || (isLast && rung.people.length > 0);
      minutes += hasItsTime ? Math.round(rung.waitMs / 60_000) : isLast ? NOBODY_MINUTES : 0;
    }
  }
  return {
    calls, rounds: policy.rounds, endsAfterMinutes: minutes, straightToEveryone,
    againAfterMinutes: Math.round(defaultPagePolicy.repeatEveryMs / 60_000),
  };
}

const callOf = (
  scope: Scope, { step, people }: Rung, { round, place }: { readonly round: number; readonly place: number },
): Omit<EscalationCall, "afterMinutes"> => ({
  round, step: step === "everyone" ? 0 : place + 1, people: people.map((id) => namedRecord(scope, "Person", id)),
  canBeWoken: canBeWoken(scope, people),
});
