import "reflect-metadata";
import { createHash } from "node:crypto";
import { incidentDecider, Rejection } from "@ballast/domain";
import { foldRecord, foldRecordAt, type DecidedOn } from "@ballast/eventlog";
import { remedyOf } from "@ballast/schema";
import { isolatedDeep } from "@ballast/schema/isolated";
import { Args, ArgsType, Ctx, Field, ID, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext, MergeEffect as Effect } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { find } from "../graphql/records.ts";
import { openScope, type Scope } from "../graphql/scope.ts";

@ObjectType({ description: "One thing that merging would do, or would leave as it is.", simpleResolvers: true })
class MergeEffect {
  @Field(() => String, { description: "In a sentence." }) sentence!: string;
  @Field(() => Boolean, { description: "Somebody has to see to it, or it is lost." }) warns!: boolean;
}

@ObjectType({ description: "What merging an incident into another one would do now.", simpleResolvers: true })
class MergePreview {
  @Field(() => String, { nullable: true, description: "Why it would be refused; null where it would not." }) refusal!: string | null;
  @Field(() => String, { nullable: true, description: "What to do about that." }) remedy!: string | null;
  @Field(() => [MergeEffect], { description: "What it would do; empty where it would be refused." }) effects!: readonly Effect[];
  @Field(() => String, { description: "Names just this, for `seen` of mergeIncident: refused where it would do something else by then." })
  seen!: string;
}

@ArgsType()
class MergePreviewArgs {
  @Field(() => ID, { description: "The one that would end." }) incidentId!: string;
  @Field(() => ID, { description: "The one that would go on." }) intoIncidentId!: string;
}

/** The two of a merge: the one that ends, and the one that goes on. */
interface Two {
  readonly incidentId: string;
  readonly intoIncidentId: string;
}

/** Whether an incident takes the other one, with where that was decided. @throws Rejection NOT_FOUND, INVALID_INPUT */
export async function takesAnother({ log }: Pick<ApiContext, "log">, { incidentId, intoIncidentId }: Two): Promise<DecidedOn> {
  const { state: into, at } = await foldRecordAt(log, incidentDecider, intoIncidentId);
  if (into.status === "absent") throw new Rejection("NOT_FOUND", `there is no incident ${intoIncidentId}`, ["intoIncidentId"]);
  if (into.status === "imported" || ["declined", "merged", "cancelled"].includes(into.state)) {
    throw new Rejection(
      "INVALID_INPUT",
      `"${into.title}" cannot take another incident: ${into.status === "imported" ? "it was imported" : `it is ${into.state}`}`,
      ["intoIncidentId"],
    );
  }
  if (into.declaration.drill && !(await isDrill(log, incidentId))) {
    throw new Rejection("INVALID_INPUT", `"${into.title}" is a drill: what is real would end with it`, ["intoIncidentId"]);
  }
  return at;
}

async function isDrill(log: ApiContext["log"], incidentId: string): Promise<boolean> {
  const incident = await foldRecord(log, incidentDecider, incidentId);
  return incident.status === "declared" && incident.declaration.drill;
}

/** What every slice says of it. Both are there for the scope: who asks has seen to that. */
export function effectsOf(scope: Scope, incidentId: string, intoIncidentId: string): readonly Effect[] {
  const { incidents } = scope.context.readModel;
  const [incident, into] = [incidents.get(incidentId), incidents.get(intoIncidentId)];
  if (incident === undefined || into === undefined) return [];
  return isolatedDeep(scope.context.known.merging.flatMap((says) => says(scope, { incident, into })));
}

const markOf = ({ sentence, mark }: Effect): string => createHash("sha256").update(mark ?? sentence).digest("base64url").slice(0, 8);

/** Names what was seen, line by line, so that what is new by then can be said. */
const seenOf = (effects: readonly Effect[]): string => effects.map(markOf).join(".");

/** @throws Rejection EFFECT_CHANGED that says what merging would do now and was not seen */
export function refuseUnseen(scope: Scope, { incidentId, intoIncidentId, seen }: Two & { readonly seen: string }): void {
  const effects = effectsOf(scope, incidentId, intoIncidentId);
  if (seenOf(effects) === seen) return;
  const known = new Set(seen.split("."));
  const fresh = effects.filter((effect) => !known.has(markOf(effect))).map(({ sentence }) => sentence);
  throw new Rejection(
    "EFFECT_CHANGED",
    fresh.length === 0
      ? "some of what you saw it do is so already, or no longer so" : `it would do something else by now: ${fresh.join(" ")}`,
    ["seen"],
  );
}

/** What merging would do. */
@Resolver()
export class MergePreviewResolver {
  @Query(() => MergePreview, {
    nullable: true, description: "What merging an incident into another one would do now, or why it would be refused.",
  })
  async mergePreview(@Args(() => MergePreviewArgs) given: MergePreviewArgs, @Ctx() context: ApiContext): Promise<MergePreview | null> {
    const scope = openScope(context);
    const incidentId = idOf("Incident", given.incidentId, ["incidentId"]);
    const intoIncidentId = idOf("Incident", given.intoIncidentId, ["intoIncidentId"]);
    if (find(scope, "Incident", incidentId) === null || find(scope, "Incident", intoIncidentId) === null) return null;
    try {
      await takesAnother(context, { incidentId, intoIncidentId });
      const state = await foldRecord(context.log, incidentDecider, incidentId);
      const merged = incidentDecider.decide({
        type: "Merge", now: context.now().toISOString(), incidentId, intoIncidentId, reason: "",
      }, state);
      if (merged.length === 0) return { refusal: "the two are merged already", remedy: null, effects: [], seen: "" };
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return { refusal: error.message, remedy: remedyOf(error.code), effects: [], seen: "" };
    }
    const effects = effectsOf(scope, incidentId, intoIncidentId);
    return { refusal: null, remedy: null, effects, seen: seenOf(effects) };
  }
}
