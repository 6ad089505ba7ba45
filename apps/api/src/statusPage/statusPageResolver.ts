import "reflect-metadata";
import { percentOf } from "@ballast/domain/statusPage";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { find } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { frontSentence } from "./html/front.ts";
import { viewOf } from "./html/frame.ts";
import { lintOf, namedBy } from "./lint.ts";
import type { TimeUp as Published } from "./published/publishedPage.ts";
import { standingOf } from "./standings.ts";
import { mayReadStatusPage, StatusPage, StatusPageComponent, statusPageById, TimeUp, toStatusPage } from "./statusPageType.ts";

@ArgsType()
class StatusPagesArgs extends AsOfArgs {
  @Field(() => Boolean, { nullable: true, description: "With those that were retired." }) retired?: boolean | null;
}

@ArgsType()
class StatusPageArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

const percentage = (share: number | null): string | null => (share === null ? null : percentOf(share));

const toTimeUp = ({ days, now, then }: Published): TimeUp => ({
  days, percent: percentage(now.share), publishedPercent: percentage(then), countedMinutes: now.badMs / 60_000,
});

/** What the public reads. */
@Resolver(() => StatusPage)
export class StatusPageResolver {
  @FieldResolver(() => [StatusPageComponent], { description: "What it tells of, in its order." })
  components(@Root() { key, scope }: StatusPage): readonly StatusPageComponent[] {
    return (standingOf(scope, key)?.components ?? []).map(({ component, status, uptime }) => ({
      id: component.componentId, name: component.name, about: component.about, groupId: component.groupId,
      service: find(scope, "Service", component.serviceId), serviceId: component.serviceId, component: component.component,
      startedAt: component.startedAt, onlyWhenHurt: component.onlyWhenHurt, notice: component.notice, status,
      heldReason: component.held?.reason ?? null, uptime: uptime.map(toTimeUp),
    }));
  }

  @FieldResolver(() => String, { description: "What it says first, in its language." })
  sentence(@Root() { key, scope }: StatusPage): string {
    const standing = standingOf(scope, key);
    return standing === null ? "" : frontSentence(viewOf(standing));
  }

  @FieldResolver(() => [TimeUp], { description: "Of all its components' time together." })
  uptime(@Root() { key, scope }: StatusPage): readonly TimeUp[] {
    return (standingOf(scope, key)?.uptime ?? []).map(toTimeUp);
  }

  @FieldResolver(() => [String], { description: "What its editor should look at: a sentence each." })
  lint(@Root() { key, scope }: StatusPage): readonly string[] {
    const standing = standingOf(scope, key);
    return standing === null ? [] : lintOf(standing, namedBy(scope));
  }

  @Query(() => [StatusPage], { description: "Pages that the public reads, by their names." })
  statusPages(@Args(() => StatusPagesArgs) { retired, asOf }: StatusPagesArgs, @Ctx() context: ApiContext): readonly StatusPage[] {
    const scope = openScope(context, asOf);
    return context.readModel.statusPages
      .all({ retired: retired ?? false, asOf: scope.asOf })
      .filter((row) => mayReadStatusPage(scope, row))
      .map((row) => toStatusPage(row, scope));
  }

  @Query(() => StatusPage, { nullable: true, description: "One page." })
  statusPage(@Args(() => StatusPageArgs) { id, asOf }: StatusPageArgs, @Ctx() context: ApiContext): StatusPage | null {
    return statusPageById(openScope(context, asOf), idOf("StatusPage", id, ["id"]));
  }
}
