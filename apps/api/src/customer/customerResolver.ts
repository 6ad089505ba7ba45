import "reflect-metadata";
import type { CustomerFilter as Filter, CustomerSort as Sort } from "@ballast/readmodel";
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, InputType, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { sliceSize, toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { enumType } from "../graphql/enums.ts";
import { AsOfArgs, ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { Pdf, pdfOf } from "../graphql/pdf.ts";
import { openScope } from "../graphql/scope.ts";
import { availabilityFor, CustomerAvailability } from "./customerAvailability.ts";
import { changesFor, CustomerChange, CustomerRelease, releasesOf } from "./customerReleases.ts";
import { statementOf } from "./statement.ts";
import { Customer, CustomerConnection, customerNamed, toCustomer } from "./customerType.ts";

export const CustomerSort = enumType<Sort>("CustomerSort", { options: ["NAME_ASC", "NAME_DESC", "SEEN_DESC"] }, "Order of customers.");

@InputType({ description: "Which customers." })
export class CustomerFilter {
  @Field(() => String, { nullable: true, description: "Of this plan." }) plan?: string | null;
  @Field(() => String, { nullable: true, description: "Of this region." }) region?: string | null;
  @Field(() => Boolean, { nullable: true, description: "True: those that somebody described; false: those that were only seen." })
  described?: boolean | null;
  @Field(() => String, { nullable: true, description: "Words in their names, ids, or what else is known of them." }) text?: string | null;
}

@ArgsType()
class CustomersArgs extends ListArgs {
  @Field(() => CustomerFilter, { nullable: true, description: "Which ones; all unless told." }) filter?: CustomerFilter | null;
  @Field(() => CustomerSort, { nullable: true, description: "In which order; by name unless told." }) sort?: Sort | null;
}

@ArgsType()
class CustomerArgs extends AsOfArgs {
  @Field(() => String, { description: "Its id: that of the applications, the record's, or the global one." }) id!: string;
}

@ArgsType()
class StatementArgs extends CustomerArgs {
  @Field(() => Int, { nullable: true, description: "Of the last so many days; 90 unless told, a year at most." }) days?: number | null;
}

@ObjectType({ description: "An incident that is known to have reached a customer.", simpleResolvers: true })
export class CustomerIncident {
  @Field(() => typeNamed("Incident"), { description: "The incident." }) incident!: RecordOf<"Incident">;
  @Field(() => Int, { description: "Requests of this customer that were looked at." }) requests!: number;
  @Field(() => Int, { description: "Those of them that failed." }) errors!: number;
}

@ObjectType({ description: "What customers can be chosen by.", simpleResolvers: true })
export class CustomerChoices {
  @Field(() => [String], { description: "Plans that customers have." }) plans!: readonly string[];
  @Field(() => [String], { description: "Regions that customers have." }) regions!: readonly string[];
}

const startOf = ({ row }: RecordOf<"Incident">): number => Date.parse(row.startedAt ?? row.declaredAt);

/** Customers: lists, one, what each gets and what reached it. */
@Resolver(() => Customer)
export class CustomerResolver {
  @FieldResolver(() => [CustomerRelease], { description: "What it gets of each service in production, and why." })
  releases(@Root() customer: Customer): readonly CustomerRelease[] {
    return releasesOf(customer);
  }

  @FieldResolver(() => [CustomerChange], { description: "When it got another release, newest first." })
  changes(
    @Root() customer: Customer,
    @Arg("first", () => Int, { nullable: true, description: "How many at most; 20 unless told." }) first: number | null,
  ): readonly CustomerChange[] {
    return changesFor(customer, sliceSize(first));
  }

  @FieldResolver(() => [CustomerIncident], { description: "Incidents that are known to have reached it, the latest first." })
  incidents(@Root() { scope, row }: Customer): readonly CustomerIncident[] {
    const found = scope.context.readModel.customers.incidentsOf(row.externalId, scope.asOf).flatMap(({ incidentId, requests, errors }) => {
      const incident = find(scope, "Incident", incidentId);
      return incident === null ? [] : [{ incident, requests, errors }];
    });
    return found.toSorted((one, other) => startOf(other.incident) - startOf(one.incident));
  }

  @FieldResolver(() => CustomerAvailability, { description: "Time without a declared incident for it." })
  availability(
    @Root() customer: Customer,
    @Arg("days", () => Int, { nullable: true, description: "Of the last so many days; 90 unless told, a year at most." })
    days: number | null,
  ): CustomerAvailability {
    return availabilityFor(customer, days ?? 90);
  }

  @Query(() => CustomerConnection, { description: "Customers." })
  customers(@Args(() => CustomersArgs) { filter, sort, asOf, ...slice }: CustomersArgs, @Ctx() context: ApiContext): Connection<Customer> {
    const scope = openScope(context, asOf);
    return toConnection(
      context.readModel.customers.list({ filter: filterOf(filter), sort: sort ?? undefined, slice: sliceRequest(slice), asOf: scope.asOf }),
      (row) => toCustomer(row, scope),
    );
  }

  @Query(() => Customer, { nullable: true, description: "One customer." })
  customer(@Args(() => CustomerArgs) { id, asOf }: CustomerArgs, @Ctx() context: ApiContext): Customer | null {
    return customerNamed(openScope(context, asOf), id);
  }

  @Query(() => String, {
    nullable: true,
    description: "What a customer had, as a page that may be handed to it: without private incidents, whoever asks. Null where nobody knows it.",
  })
  customerStatement(@Args(() => StatementArgs) { id, days, asOf }: StatementArgs, @Ctx() context: ApiContext): string | null {
    return statementOf(openScope(context, asOf), id, days ?? 90)?.html ?? null;
  }

  @Query(() => Pdf, { nullable: true, description: "The same as PDF." })
  async customerStatementPdf(
    @Args(() => StatementArgs) { id, days, asOf }: StatementArgs, @Ctx() context: ApiContext,
  ): Promise<Pdf | null> {
    const statement = statementOf(openScope(context, asOf), id, days ?? 90);
    if (statement === null) return null;
    return pdfOf(context, `statement-${statement.externalId.replace(/[^\w.-]+/g, "-").slice(0, 60)}`, statement);
  }

  @Query(() => CustomerChoices, { description: "What customers can be chosen by." })
  customerChoices(@Args(() => AsOfArgs) args: AsOfArgs, @Ctx() context: ApiContext): CustomerChoices {
    const { asOf } = openScope(context, args.asOf);
    const { customers } = context.readModel;
    return { plans: customers.valuesOf("plan", asOf), regions: customers.valuesOf("region", asOf) };
  }
}

const filterOf = (filter: CustomerFilter | null | undefined): Filter => ({
  plan: filter?.plan ?? undefined, region: filter?.region ?? undefined, described: filter?.described ?? undefined,
  text: filter?.text ?? undefined,
});
