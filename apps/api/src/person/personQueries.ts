import "reflect-metadata";
import { notifiedBy } from "@ballast/domain";
import type { Urgency as UrgencyName } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { permissionsOf } from "../auth/permissions.ts";
import { authorise } from "../auth/principal.ts";
import { toConnection, type Connection } from "../graphql/connection.ts";
import type { ApiContext } from "../graphql/context.ts";
import { ListArgs, sliceRequest } from "../graphql/listArgs.ts";
import { DateTime } from "../graphql/scalars.ts";
import { namedRecord } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { Urgency } from "../graphql/urgencyType.ts";
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

@ObjectType({ description: "By which channel somebody would be called, and when.", simpleResolvers: true })
export class Notified {
  @Field(() => String, { description: "mail, chat or inbox." }) channel!: string;
  @Field(() => DateTime, { description: "When." }) at!: string;
}

@ArgsType()
class NotifiedArgs {
  @Field(() => DateTime, { description: "When the page reaches them." }) at!: string;
  @Field(() => Urgency, { description: "Of this urgency." }) urgency!: UrgencyName;
}

/** How somebody would be called. */
@Resolver(() => Person)
export class PersonPagingResolver {
  @FieldResolver(() => [Notified], {
    description: "By which channels a page would call them that reaches them at a moment, by their own rules. Nothing is sent.",
  })
  notified(@Root() { stored }: Person, @Args(() => NotifiedArgs) { at, urgency }: NotifiedArgs): readonly Notified[] {
    if (stored === null) return [];
    const { contacts, timeZone, pagingRules: rules } = stored;
    const now = Date.parse(at);
    return notifiedBy({ contacts, timeZone, rules }, urgency, { now }).map(({ channel, afterMs }) => ({
      channel, at: new Date(now + afterMs).toISOString(),
    }));
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
