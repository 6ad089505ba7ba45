import "reflect-metadata";
import { Args, ArgsType, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { permissionsOf } from "../auth/permissions.ts";
import { authorise } from "../auth/principal.ts";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext } from "../graphql/context.ts";
import { ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { DateTime } from "../graphql/scalars.ts";
import { namedRecord } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { Person, personById, PersonConnection, toPerson } from "./personType.ts";

@ObjectType({ description: "Who is signed in, and what they may do.", simpleResolvers: true })
export class Session {
  @Field(() => Person, { description: "Who." }) person!: Person;
  @Field(() => String, { description: "By which door: console, cli, api-token or local-credential." }) via!: string;
  @Field(() => [String], { description: "Everything that their roles allow." }) permissions!: readonly string[];
}

@ArgsType()
class PeopleArgs extends ListArgs {
  @Field(() => String, { nullable: true, description: "Words in their name, login or address." }) text?: string | null;
}

@ObjectType({ description: "Sign-ins that failed within a few minutes.", simpleResolvers: true })
export class FailedSignIns {
  @Field(() => Person, { nullable: true, description: "As whom; null: with names that nobody has. What was typed is not kept." })
  person!: Person | null;
  @Field(() => DateTime, { description: "The first of them." }) from!: string;
  @Field(() => DateTime, { description: "The last of them." }) until!: string;
  @Field(() => Int, { description: "Tries that were wrong." }) failed!: number;
  @Field(() => Int, { description: "Tries that were refused unseen, because there had been too many." }) refused!: number;
  @Field(() => [String], { description: "From where; ten at most." }) addresses!: readonly string[];
  @Field(() => Int, { description: "How many addresses there were." }) addressCount!: number;
}

const failuresGiven = 50;

/** People, and who is signed in. */
@Resolver()
export class PeopleQueries {
  @Query(() => Session, { nullable: true, description: "Who is signed in; null when nobody is." })
  me(@Ctx() context: ApiContext): Session | null {
    if (context.principal === null) return null;
    const scope = openScope(context);
    return {
      person: namedRecord(scope, "Person", scope.principal.person.id), via: scope.principal.means,
      permissions: permissionsOf(scope.principal.roles),
    };
  }

  @Query(() => PersonConnection, { description: "People, by name." })
  people(@Args(() => PeopleArgs) { text, asOf, ...slice }: PeopleArgs, @Ctx() context: ApiContext): Connection<Person> {
    const scope = openScope(context, asOf);
    return toConnection(context.readModel.people.list({ text: text ?? undefined, slice: sliceRequest(slice), asOf: scope.asOf }), (row) =>
      toPerson(row, scope),
    );
  }

  @Query(() => [FailedSignIns], {
    description: "Sign-ins that failed, the newest first; for administrators. Each is added up over some minutes.",
  })
  failedSignIns(@Ctx() context: ApiContext): readonly FailedSignIns[] {
    const scope = openScope(context);
    authorise(context.principal, "person.write");
    const { nodes } = context.readModel.history.list({
      filter: { types: ["SignInsFailed"], viewer: scope.viewer }, slice: { first: failuresGiven },
    });
    return nodes.flatMap(({ event }) =>
      event.type === "SignInsFailed"
        ? [{ ...event.data, person: event.data.personId === null ? null : namedRecord(scope, "Person", event.data.personId) }]
        : [],
    );
  }
}

/** To whom somebody reports. */
@Resolver(() => Person)
export class PersonPlaceResolver {
  @FieldResolver(() => Person, { nullable: true, description: "To whom they report: late actions are told to them." })
  reportsTo(@Root() { superior, scope }: Person): Person | null {
    return superior === null ? null : personById(scope, superior);
  }
}
