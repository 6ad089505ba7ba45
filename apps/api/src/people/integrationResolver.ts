import "reflect-metadata";
import { FieldResolver, Resolver, Root } from "type-graphql";
import { Service, serviceById } from "../services/serviceType.ts";
import { Integration } from "./personType.ts";

/** What an integration is connected with. */
@Resolver(() => Integration)
export class IntegrationResolver {
  @FieldResolver(() => Service, { nullable: true, description: "Where alerts go that match no service, or the service of a GitHub repository." })
  service(@Root() { scope, serviceId }: Integration): Service | null {
    return serviceId === null ? null : serviceById(scope, serviceId);
  }
}
