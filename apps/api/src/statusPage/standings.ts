import { momentOf, oncePerScope } from "../graphql/scope.ts";
import { publishedPage, type PublishedPage } from "./published/publishedPage.ts";
import { keptSite } from "./serving/kept.ts";

/** How a page stands, as readers see it at the scope's moment; worked out once for whatever is asked of it. */
export const standingOf = oncePerScope((scope, id): PublishedPage | null => {
  const { context, asOf } = scope;
  const kept = asOf === undefined ? keptSite(context).pages().find(({ page }) => page.id === id) : undefined;
  if (kept !== undefined) return kept;
  const row = context.readModel.statusPages.get(id, asOf);
  const at = momentOf(scope);
  return row === undefined
    ? null
    : publishedPage(context, row, { at: at.getTime(), rows: context.readModel.incidents.ofPublic(at.toISOString(), asOf) });
});
