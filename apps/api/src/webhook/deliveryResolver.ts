import "reflect-metadata";
import { refuseUnreadableMapping, Rejection } from "@ballast/domain";
import { jsonMapping, MOST_BODY_BYTES, uuid, type Delivery as Kept } from "@ballast/schema";
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import { authorise } from "../auth/principal.ts";
import type { ApiContext } from "../graphql/context.ts";
import { readGlobalId } from "../graphql/globalId.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { readMapped } from "./vendors/mapped.ts";

@ObjectType({ description: "One request of another system, and what became of it.", simpleResolvers: true })
class Delivery {
  @Field(() => String, { description: "What `redeliver` calls it." }) deliveryId!: string;
  @Field(() => DateTime, { description: "When it came." }) at!: string;
  @Field(() => String, {
    description: "What it asked for, in its sender's words; empty where the door knows only one thing.",
  }) action!: string;
  @Field(() => String, { description: "accepted, ignored or refused." }) outcome!: string;
  @Field(() => String, { description: "Why nothing, or not all of it, was taken; empty where everything was." }) why!: string;
  @Field(() => Int, { description: "Alerts that began to fire." }) fired!: number;
  @Field(() => Int, { description: "Alerts that cleared." }) cleared!: number;
  @Field(() => Int, { description: "What was known already." }) repeated!: number;
  @Field(() => Int, { description: "What could not be read." }) refused!: number;
  @Field(() => Int, { description: "How large it was." }) bytes!: number;
  @Field(() => String, { nullable: true, description: "What came, without its key; null where it was too large to be kept." })
  body!: string | null;
}

@ObjectType({ description: "What came by an integration lately.", simpleResolvers: true })
class Deliveries {
  @Field(() => [Delivery], {
    description: "The last ones, newest first. An integration keeps a thousand at most, ten a second of each server.",
  })
  deliveries!: readonly Kept[];
  @Field(() => Int, { description: "How many more came meanwhile: in a storm they are counted and not kept." }) more!: number;
}

@ObjectType({ description: "An alert as a mapping reads it.", simpleResolvers: true })
class MappedAlert {
  @Field(() => String, { description: "What tells it from others." }) fingerprint!: string;
  @Field(() => String, { description: "Its name." }) name!: string;
  @Field(() => String, { description: "What it says." }) summary!: string;
  @Field(() => String, { nullable: true, description: "Its severity, in its sender's word." }) severity!: string | null;
  @Field(() => String, { nullable: true, description: "The service that it names." }) service!: string | null;
  @Field(() => Boolean, { description: "Whether it fires." }) firing!: boolean;
  @Field(() => String, { nullable: true, description: "Where it leads to." }) url!: string | null;
}

const MOST_SHOWN = 200;

/** The integration's id, from a global id or a UUID. */
export function integrationIdOf(given: string): string {
  if (uuid.safeParse(given).success) return given.toLowerCase();
  const read = readGlobalId(given);
  if (read?.kind !== "Integration") throw new Rejection("INVALID_INPUT", `"${given}" is not the id of an integration`, ["integrationId"]);
  return read.id;
}

/** What came by integrations, for whoever may change them: bodies may hold anything. */
@Resolver()
export class DeliveryResolver {
  @Query(() => Deliveries, { description: "What came by an integration, and what became of it; as now, since what is older is forgotten." })
  deliveries(
    @Arg("integrationId", () => String, { description: "The integration." }) integrationId: string,
    @Ctx() context: ApiContext,
  ): { readonly deliveries: readonly Kept[]; readonly more: number } {
    authorise(context.principal, "integration.write");
    return context.readModel.deliveries.of(integrationIdOf(integrationId), MOST_SHOWN);
  }

  @Query(() => [MappedAlert], { description: "What a mapping makes of a sample. Nothing is recorded." })
  triedMapping(
    @Arg("mapping", () => JsonValue, { description: "As `addIntegration` takes it." }) given: object,
    @Arg("sample", () => String, { description: "A body as the other system sends it, at most 25 kB." }) sample: string,
    @Ctx() context: ApiContext,
  ): readonly MappedAlert[] {
    authorise(context.principal, "integration.write");
    const mapping = jsonMapping.parse(given);
    refuseUnreadableMapping(mapping);
    if (Buffer.byteLength(sample) > MOST_BODY_BYTES) throw new Rejection("TOO_LARGE", "a sample has 25 kB at most", ["sample"]);
    const reading = readMapped(mapping, sampleIn(sample), context.now());
    const alerts = reading.says === "alerts" ? reading.notice.alerts : [];
    return alerts.map(({ fingerprint, name, summary, severity, labels, endsAt, generatorUrl }) => ({
      fingerprint, name, summary, severity, service: new Map(Object.entries(labels)).get("service") ?? null, firing: endsAt === null,
      url: generatorUrl,
    }));
  }
}

function sampleIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Rejection("INVALID_INPUT", `The sample is not JSON: ${error.message}`, ["sample"]);
    throw error;
  }
}
