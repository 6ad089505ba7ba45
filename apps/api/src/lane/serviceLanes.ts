import "reflect-metadata";
import { FieldResolver, Resolver, Root } from "type-graphql";
import type { RecordOf } from "../graphql/context.ts";
import { typeNamed } from "../graphql/records.ts";
import { Lane, lanesWhere } from "./laneType.ts";

/** The lanes of a service. */
@Resolver(() => typeNamed("Service"))
export class ServiceLanesResolver {
  @FieldResolver(() => [Lane], { description: "What is live in each of its environments." })
  lanes(@Root() { scope, key }: RecordOf<"Service">): readonly Lane[] {
    return lanesWhere(scope, { serviceId: key });
  }
}

/** The lane of an environment. */
@Resolver(() => typeNamed("Environment"))
export class EnvironmentLaneResolver {
  @FieldResolver(() => Lane, { nullable: true, description: "What is live there." })
  lane(@Root() { service, name }: { readonly service: RecordOf<"Service">; readonly name: string }): Lane | null {
    return lanesWhere(service.scope, { serviceId: service.key, environment: name })[0] ?? null;
  }
}
