import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import { statusPageDecider, type StatusPage as PageState, type StatusPageCommand } from "@ballast/domain/statusPage";
import { idOf as idFrom, ids } from "@ballast/eventlog";
import type { Stored } from "@ballast/readmodel";
import type { StatusPageRow } from "@ballast/readmodel/statusPage";
import { Args, ArgsType, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { authorise } from "../auth/principal.ts";
import { objectField, type InputOf } from "../commands/inputFields.ts";
import type { ApiContext } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { find } from "../graphql/records.ts";
import { momentOf, openScope, type Scope } from "../graphql/scope.ts";
import { viewOf } from "./html/frame.ts";
import { frontHtml, frontSentence } from "./html/front.ts";
import { lintOf, namedBy } from "./lint.ts";
import { publishedPage } from "./published/publishedPage.ts";
import { contentFields, contentOf, layoutFields, layoutOf } from "./statusPageInput.ts";
import { statusPageById } from "./statusPageType.ts";

/** So many components of a page are drawn: an editor looks at what is said, not at the five hundredth strip of days. */
const MOST_DRAWN = 60;

const contentField = objectField("StatusPageContent", contentFields, { description: "What a page is." });
const layoutField = objectField("StatusPageLayout", layoutFields, { description: "What stands on a page, whole and in its order." });

@ObjectType({ description: "A page as the public would see it, were it changed so. Nothing is changed by asking.", simpleResolvers: true })
class StatusPagePreview {
  @Field(() => String, { description: "Its front as an HTML document without scripts." }) html!: string;
  @Field(() => String, { description: "What it would say first." }) sentence!: string;
  @Field(() => Int, { description: `How many components of it are drawn; ${String(MOST_DRAWN)} at most.` }) drawn!: number;
  @Field(() => Int, { description: "How many it would have." }) components!: number;
  @Field(() => [String], { description: "What its editor should look at: a sentence each." }) lint!: readonly string[];
}

@ArgsType()
class PreviewArgs {
  @Field(() => ID, { nullable: true, description: "The page that would be changed; a new one unless told." }) statusPageId?: string | null;
  @Field(() => contentField.type(), { nullable: true, description: "What it would be; as it is unless told." }) content?: unknown;
  @Field(() => layoutField.type(), { nullable: true, description: "What would stand on it; what does unless told." }) layout?: unknown;
}

/** Refuses services that are not there, or that the caller may not know of, in the same words. */
function refuseUnknown(scope: Scope, { components }: InputOf<typeof layoutFields>): void {
  const unknown = components.find(({ service }) => find(scope, "Service", service.serviceId) === null);
  if (unknown !== undefined) throw new Rejection("NOT_FOUND", `there is no service ${unknown.service.called}`, ["layout", "components"]);
}

/** By the rules that the commands go by. @throws Rejection as they do */
const told = (page: PageState, command: StatusPageCommand): PageState =>
  statusPageDecider.decide(command, page).reduce((state, event) => statusPageDecider.evolve(state, event), page);

function wouldBe(scope: Scope, { statusPageId, content, layout }: PreviewArgs): Stored<StatusPageRow> {
  const now = momentOf(scope).toISOString();
  const given = content === null || content === undefined ? null : contentField.schema.parse(content);
  const named = statusPageId === null || statusPageId === undefined ? null : idOf("StatusPage", statusPageId, ["statusPageId"]);
  const id = named ?? (given === null ? null : idFrom(statusPageDecider, given.slug));
  const before = id === null ? null : statusPageById(scope, id);
  const missing = id === null || (named !== null && before === null);
  if (missing) throw new Rejection("NOT_FOUND", "there is no such status page", ["statusPageId"]);
  const row = before?.row ?? null;
  let page: PageState = row ?? statusPageDecider.initialState;
  if (given !== null) page = told(page, { type: "DefineStatusPage", now, statusPageId: id, ...contentOf(given) });
  if (layout !== null && layout !== undefined && page.status !== "absent") {
    const asked = layoutField.schema.parse(layout);
    refuseUnknown(scope, asked);
    page = told(page, { type: "LayOutStatusPage", now, statusPageId: id, ...layoutOf(asked, page, (part) => ids.part(id, part)) });
  }
  if (page.status === "absent") throw new Rejection("INVALID_INPUT", "say what the page is", ["content"]);
  return { ...page, id, revision: row?.revision ?? 0, position: row?.position ?? "0", definedAt: row?.definedAt ?? now, changedAt: now };
}

/** Pages before they are so. */
@Resolver()
export class StatusPagePreviewResolver {
  @Query(() => StatusPagePreview, {
    description: "How a page would look, and what of it should be looked at, by the rules that the public's own page is written by.",
  })
  statusPagePreview(@Args(() => PreviewArgs) asked: PreviewArgs, @Ctx() context: ApiContext): StatusPagePreview {
    authorise(context.principal, "statusPage.write");
    const scope = openScope(context);
    const row = wouldBe(scope, asked);
    const at = momentOf(scope);
    const known = { at: at.getTime(), rows: context.readModel.incidents.ofPublic(at.toISOString()) };
    // What it says is said of all of it; the strips of the first ones alone are drawn.
    const page = publishedPage(context, row, known);
    const drawn = row.components.slice(0, MOST_DRAWN);
    const shown = new Set(drawn.map(({ componentId }) => componentId));
    const groups = page.groups.map((group) => ({
      ...group, components: group.components.filter(({ component }) => shown.has(component.componentId)),
    }));
    return {
      html: frontHtml(viewOf({ ...page, groups })), sentence: frontSentence(viewOf(page)), drawn: drawn.length,
      components: row.components.length, lint: lintOf(page, namedBy(scope)),
    };
  }
}
