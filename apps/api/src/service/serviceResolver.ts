import "reflect-metadata";
import { Args, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { LogEventConnection, historyOf, type LogEvent } from "../events/logEventType.ts";
import type { Connection } from "../graphql/connection.ts";
import { PageArgs } from "../graphql/page.ts";
import { Incident } from "../incident/incidentType.ts";
import { visible } from "../incident/visibleIncidents.ts";
import { Lane, lanesWhere } from "../lane/laneType.ts";
import { Rotation, rotationById } from "../rotation/rotationType.ts";
import { Release, toRelease } from "../release/releaseType.ts";
import { Environment, Service, toEnvironment } from "./serviceType.ts";

/** What a service is connected with. */
@Resolver(() => Service)
export class ServiceResolver {
  @FieldResolver(() => [Environment], { description: "Where it runs, in the order people gave them." })
  environments(@Root() service: Service): readonly Environment[] {
    return service.row.environments.map((row) => toEnvironment(row, service));
  }

  @FieldResolver(() => Rotation, { nullable: true, description: "Who is called for its incidents." })
  responders(@Root() { scope, row }: Service): Rotation | null {
    return row.responderRotationId === null ? null : rotationById(scope, row.responderRotationId);
  }

  @FieldResolver(() => Rotation, { nullable: true, description: "Who is called to command its worst incidents." })
  commanders(@Root() { scope, row }: Service): Rotation | null {
    return row.commanderRotationId === null ? null : rotationById(scope, row.commanderRotationId);
  }

  @FieldResolver(() => Release, { nullable: true, description: "The newest one by time of release." })
  lastRelease(@Root() { scope, key }: Service): Release | null {
    const row = scope.context.readModel.releases.newest(key, scope.asOf);
    return row === undefined ? null : toRelease(row, scope);
  }

  @FieldResolver(() => Int, { description: "How many releases it has." })
  releaseCount(@Root() { scope, key }: Service): number {
    return scope.context.readModel.releases.count({ serviceId: key }, scope.asOf);
  }

  @FieldResolver(() => [Incident], { description: "Incidents that somebody works on, the worst first." })
  openIncidents(@Root() { scope, key }: Service): readonly Incident[] {
    return visible(scope.context.readModel.incidents.open({ serviceId: key, viewer: "all" }, scope.asOf), scope);
  }

  @FieldResolver(() => [Lane], { description: "What is live in each of its environments." })
  lanes(@Root() { scope, key }: Service): readonly Lane[] {
    return lanesWhere(scope, { serviceId: key });
  }

  @FieldResolver(() => LogEventConnection, { description: "What happened to the record, newest first." })
  history(@Root() service: Service, @Args(() => PageArgs) page: PageArgs): Connection<LogEvent> {
    return historyOf(service, page);
  }
}

/** What an environment is connected with. */
@Resolver(() => Environment)
export class EnvironmentResolver {
  @FieldResolver(() => Lane, { nullable: true, description: "What is live there." })
  lane(@Root() { service, name }: Environment): Lane | null {
    return lanesWhere(service.scope, { serviceId: service.key, environment: name })[0] ?? null;
  }
}
