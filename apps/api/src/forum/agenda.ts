import { dueOf, isOpenSitting, nextAfter, type AgendaItem } from "@ballast/domain/forum";
import { ids } from "@ballast/eventlog";
import type { ForumRow, SittingRow } from "@ballast/readmodel/forum";
import type { DueItem as Due, DueKind } from "@ballast/schema";
import type { Scope } from "../graphql/context.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { addressOf, findAny, kindNamed, nameOf } from "../graphql/records.ts";
import { asAnybodySees } from "../graphql/scope.ts";
import { capital } from "../words.ts";
import type { DueItem } from "./forumType.ts";

/** What is due for a review of this forum at a scope's moment, as anybody may know it. The same thing has the same id each time. */
export function dueFor(scope: Scope, forum: ForumRow, dueOn: string): readonly Due[] {
  const anybody = asAnybodySees(scope);
  const all = scope.context.known.due.flatMap((dueIn) => dueIn(anybody));
  return dueOf(forum, all, { on: dueOn, nextOn: nextAfter(forum.cadence, forum.firstOn, dueOn) }).map((item) => ({
    ...item, itemId: ids.part(forum.forumId, item.kind, `${item.record?.recordId ?? ""} ${item.dueOn ?? ""}`),
  }));
}

/** What a review talks of: what is due while it is prepared; what was, once people have met. */
export function agendaOf(scope: Scope, sitting: SittingRow): readonly AgendaItem[] {
  if (sitting.begunAt !== null || !isOpenSitting(sitting)) return sitting.agenda;
  const forum = scope.context.readModel.forums.get(sitting.forumId, scope.asOf);
  if (forum === undefined) return sitting.agenda;
  return [...dueFor(scope, forum, sitting.dueOn).map((item) => ({ ...item, done: false, note: "", revision: 0 })), ...sitting.agenda];
}

const untitled: Readonly<Record<DueKind, string>> = {
  incidentReview: "Review of an incident", acceptance: "Acceptance", risk: "Risk", action: "Action", exemption: "Exemption",
  policy: "Policy",
  other: "Something else",
};

/** Items as a reader may see them: what they must not know of is left out. */
export const toDueItems = (scope: Scope, items: readonly AgendaItem[]): readonly DueItem[] =>
  items.flatMap(({ itemId, kind, record, title, dueOn, done, note, revision }): readonly DueItem[] => {
    const said = { id: itemId, kind, dueOn, done, note, revision };
    if (record === null) return [{ ...said, title: title ?? untitled[kind], url: null, recordId: null }];
    const named = kindNamed(scope.context, record.kind);
    if (named === undefined || findAny(scope, named, record.recordId) === null) return [];
    const { recordId } = record;
    return [{
      ...said, title: capital(
        nameOf(scope, named, recordId),
      ), url: addressOf(scope, named, recordId), recordId: toGlobalId(named, recordId),
    }];
  });
