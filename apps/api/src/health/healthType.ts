import "reflect-metadata";
import { Ctx, Field, Float, ObjectType, Query, Resolver } from "type-graphql";
import packageFile from "../../package.json" with { type: "json" };
import type { ApiContext } from "../graphql/context.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { openScope, type Scope } from "../graphql/scope.ts";

@ObjectType({ description: "How far a read model that is being built has come.", simpleResolvers: true })
export class RebuildProgress {
  @Field(() => Float, { description: "Events folded so far." }) done!: number;
  @Field(() => Float, { description: "About how many there will be." }) total!: number;
}

@ObjectType({ description: "A watcher outside, who tells somebody when Ballast falls silent.", simpleResolvers: true })
export class OutsideHeartbeat {
  @Field(() => Boolean, { description: "Whether this server has an address to ask (BALLAST_OUTSIDE_HEARTBEAT)." }) set!: boolean;
  @Field(() => DateTime, { nullable: true, description: "When a server was about to ask it last, with the log written." })
  askedAt!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it was told last that Ballast is well, by any server." })
  toldAt!: string | null;
  @Field(() => String, { description: "Why the last try that is known failed; empty: it did not." }) why!: string;
}

@ObjectType({ description: "How this server of the API is doing.", simpleResolvers: true })
export class Health {
  @Field(() => String, { description: "Position of the log that answers go up to." }) position!: string;
  @Field(() => String, { nullable: true, description: "Newest position of the log as last seen; null before it was reached." }) head!:
    string | null;
  @Field(() => Float, { description: "How old the newest known event is while there are newer ones, ms; 0 when caught up." })
  lagMs!: number;
  @Field(() => Boolean, { description: "Whether there is more in the log than in the answers." }) behind!: boolean;
  @Field(() => Boolean, { description: "Whether the read model is being built." }) rebuilding!: boolean;
  @Field(() => RebuildProgress, {
    nullable: true,
    description: "How far it has come; null when none is being built. Another one answers meanwhile, unless this is the first.",
  })
  rebuildProgress!: RebuildProgress | null;
  @Field(() => JsonValue, { description: "Events of the log that this version cannot read, by name: how often, and why." })
  unknownEvents!: object;
  @Field(() => [String], { description: "What is not well, in words; empty is healthy." }) unhealthy!: readonly string[];
  @Field(() => String, { description: "Whether the workflow engine answers: up, down, or unknown." }) engine!: string;
  @Field(() => OutsideHeartbeat, { description: "Who outside hears that Ballast is well." }) outsideHeartbeat!: OutsideHeartbeat;
  @Field(() => String, { description: "Version of Ballast." }) version!: string;
}

/** How the server is doing at this moment. */
export function healthOf({ context }: Scope): Health {
  const { position, head, lagMs, behind, rebuilding, rebuildFailure, storage, unknownEvents, unhealthy } = context.readModel.status();
  const readingFlags = context.flags.reading();
  const engine = context.engineState?.() ?? "unknown";
  const watcher = context.readModel.watcher.get();
  const isSet = (context.outsideHeartbeat ?? null) !== null;
  return {
    outsideHeartbeat: watcher.status === "absent"
      ? { set: isSet, askedAt: null, toldAt: null, why: "" }
      : { set: isSet, askedAt: watcher.at, toldAt: watcher.toldAt, why: watcher.why },
    position,
    head,
    lagMs,
    behind,
    rebuilding: rebuilding !== null,
    rebuildProgress: rebuilding,
    unknownEvents,
    engine,
    version: packageFile.version,
    unhealthy: [
      ...unhealthy.map(({ kind, type, position: at, error }) => `${kind} skipped a ${type} at ${at}: ${error}`),
      ...(storage === null
        ? []
        : [
            `The read model cannot be written (${storage}): answers stay as they are until there is room on the disk, and go on by themselves.`,
          ]),
      ...(readingFlags === null
        ? []
        : [`The history of flags is being read (${String(readingFlags.events)} events so far): until then none is answered here.`]),
      ...(rebuildFailure === null ? [] : [`rebuild: ${rebuildFailure}`]),
      ...(engine === "down" ? ["The workflow engine does not answer: deploys wait, and ballast rollback --direct works without it."] : []),
    ],
  };
}

/** How the server is doing. */
@Resolver()
export class HealthQueries {
  @Query(() => Health, { description: "How this server of the API is doing." })
  health(@Ctx() context: ApiContext): Health {
    return healthOf(openScope(context));
  }
}
