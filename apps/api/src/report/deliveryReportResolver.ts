import "reflect-metadata";
import { Arg, FieldResolver, Resolver, Root } from "type-graphql";
import { JsonValue } from "../graphql/scalars.ts";
import { DeliveryReport } from "./reportTypes.ts";

/** What is behind a delivery report's figures. */
@Resolver(() => DeliveryReport)
export class DeliveryReportResolver {
  @FieldResolver(() => JsonValue, { description: "The records behind each figure." })
  records(
    @Root() { records }: DeliveryReport,
    @Arg("leadTimes", () => Boolean, {
      defaultValue: true, description: "False: without the commits behind the lead times, of which there may be tens of thousands.",
    })
    leadTimes: boolean,
  ): object {
    return leadTimes ? records : { ...records, leadTimeHours: [] };
  }
}
