import "reflect-metadata";
import { FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { find, recordOf, typeNamed } from "../graphql/records.ts";
import { Environment, Service, toEnvironment } from "./serviceType.ts";

/** What a service is connected with. */
@Resolver(() => Service)
export class ServiceResolver {
  @FieldResolver(() => [Environment], { description: "Where it runs, in the order people gave them." })
  environments(@Root() service: Service): readonly Environment[] {
    return service.row.environments.map((row) => toEnvironment(row, service));
  }

  @FieldResolver(() => typeNamed("Rotation"), { nullable: true, description: "Who is called for its incidents." })
  responders(@Root() { scope, row }: Service): RecordOf<"Rotation"> | null {
    return row.responderRotationId === null ? null : find(scope, "Rotation", row.responderRotationId);
  }

  @FieldResolver(() => typeNamed("Rotation"), { nullable: true, description: "Who is called to command its worst incidents." })
  commanders(@Root() { scope, row }: Service): RecordOf<"Rotation"> | null {
    return row.commanderRotationId === null ? null : find(scope, "Rotation", row.commanderRotationId);
  }

  @FieldResolver(() => typeNamed("Release"), { nullable: true, description: "The newest one by time of release." })
  lastRelease(@Root() { scope, key }: Service): RecordOf<"Release"> | null {
    const row = scope.context.readModel.releases.newest(key, scope.asOf);
    return row === undefined ? null : recordOf(scope, "Release", row);
  }

  @FieldResolver(() => Int, { description: "How many releases it has." })
  releaseCount(@Root() { scope, key }: Service): number {
    return scope.context.readModel.releases.count({ serviceId: key }, scope.asOf);
  }
}
