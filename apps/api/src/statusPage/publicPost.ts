import "reflect-metadata";
import { UNDO_MS } from "@ballast/domain/publication";
import { Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { titleOf, viewOf } from "./html/frame.ts";
import { standingOf } from "./standings.ts";
import { byChannel, hearersOf } from "./telling/notices.ts";
import { ToldByChannel } from "./telling/toldType.ts";
import { mayReadStatusPage, StatusPage, toStatusPage } from "./statusPageType.ts";

@ObjectType({ description: "A page on which a post stands.", simpleResolvers: true })
class PublicPlace {
  @Field(() => StatusPage, { description: "The page." }) page!: StatusPage;
  @Field(() => [String], { description: "What of it the incident hurts, as readers call it." }) components!: readonly string[];
  @Field(() => String, { description: "What the incident is called there." }) title!: string;
  @Field(() => ToldByChannel, { description: "How many of its subscribers are sent a message." }) told!: ToldByChannel;
}

@ObjectType({
  description: "Where the public reads of an incident, for a second look before something is said to it.", simpleResolvers: true,
})
class PublicPost {
  @Field(() => String, { nullable: true, description: "Why the public hears nothing of it; null where it does." }) silent!: string | null;
  @Field(() => String, { nullable: true, description: "What somebody called it for the public; null: nobody did." }) title!: string | null;
  @Field(() => [PublicPlace], { description: "Pages on which it stands." }) places!: readonly PublicPlace[];
  @Field(() => Int, { description: "For so many seconds it can be taken back, and nobody was told." }) undoSeconds!: number;
}

@ArgsType()
class PublicPostArgs extends AsOfArgs {
  @Field(() => ID, { description: "The incident." }) incidentId!: string;
}

/** What a post to the public comes to. */
@Resolver()
export class PublicPostResolver {
  @Query(() => PublicPost, { nullable: true, description: "Where the public reads of an incident." })
  publicPost(@Args(() => PublicPostArgs) { incidentId, asOf }: PublicPostArgs, @Ctx() context: ApiContext): PublicPost | null {
    const scope = openScope(context, asOf);
    const id = idOf("Incident", incidentId, ["incidentId"]);
    const incident = find(scope, "Incident", id);
    if (incident === null) return null;
    const places = context.readModel.statusPages
      .all({ asOf: scope.asOf })
      .filter((row) => mayReadStatusPage(scope, row))
      .flatMap((row): readonly PublicPlace[] => {
        const standing = standingOf(scope, row.id);
        const report = standing?.all.find((one) => one.id === id);
        if (standing === null || standing === undefined || report === undefined) return [];
        const components = standing.components.flatMap(({ component }) =>
          report.componentIds.includes(component.componentId) ? [component.name] : []);
        const told = byChannel(hearersOf(context, standing, report));
        return [{ page: toStatusPage(row, scope), components, title: titleOf(viewOf(standing), report), told }];
      });
    return {
      silent: silence(incident.row, places.length), title: incident.row.publicTitle ?? null, places, undoSeconds: UNDO_MS / 1_000,
    };
  }
}

function silence(
  { private: hidden, drill, publicImpact }: { readonly private: boolean; readonly drill: boolean; readonly publicImpact: string },
  places: number,
): string | null {
  if (hidden) return "It is private: no page tells of it.";
  if (drill) return "It is a drill: no page tells of it.";
  if (publicImpact === "none") return "It has no impact on the public: set one first, or no page tells of it.";
  return places === 0 ? "No page has a component of what it hurts." : null;
}
