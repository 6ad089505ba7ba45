import { isOpenFinding } from "@ballast/domain/forum";
import type { CalendarEntry, ProgramItem, ProgramShare, Scope } from "../graphql/context.ts";
import { addressOf } from "../graphql/records.ts";
import { reaches } from "../graphql/scope.ts";
import { count } from "../words.ts";
import { toForum, toSitting, type Forum, type Sitting } from "./forumType.ts";

/** Each forum that comes again, with the review that is to be held next; null while that has not been opened. */
function nextOnes(scope: Scope): readonly { readonly forum: Forum; readonly open: Sitting | null }[] {
  const open = new Map(
    scope.context.readModel.forums.sittings({ filter: { open: true }, asOf: scope.asOf }).map(
      (row) => [row.forumId, toSitting(row, scope)],
    ),
  );
  return scope.context.readModel.forums
    .all({ asOf: scope.asOf })
    .filter(({ serviceIds }) => reaches(scope, serviceIds))
    .map((row) => ({ forum: toForum(row, scope), open: open.get(row.forumId) ?? null }));
}

const viewOf = (scope: Scope, forum: Forum, open: Sitting | null): string =>
  open === null ? addressOf(scope, "Forum", forum.key) : addressOf(scope, "Sitting", open.key);

/** Reviews that should have been held, and those of which a finding waits for somebody to say what becomes of it. */
function itemsOf(scope: Scope): readonly ProgramItem[] {
  return nextOnes(scope).flatMap(({ forum, open }): readonly ProgramItem[] => {
    const waiting = open?.row.findings.filter(isOpenFinding).length ?? 0;
    if (forum.overdueDays === 0 && waiting === 0) return [];
    const late = forum.overdueDays > 0 ? `${count(forum.overdueDays, "day")} overdue` : null;
    const left = waiting > 0 ? `${count(waiting, "finding")} without an end` : null;
    return [{
      kind: "Review", nodeKind: open === null ? "Forum" : "Sitting", id: open?.key ?? forum.key, title: forum.title,
      ownerId: forum.row.ownerId,
      dueOn: forum.nextDueOn, before: (open?.moves ?? []).map(({ from }) => from).toReversed(), overdueDays: forum.overdueDays,
      minutes: null,
      why: [late, left].filter((word) => word !== null).join(", "), waitsFor: [], realDueOn: null,
      decision: { word: open?.state === "meeting" ? "Close it" : "Hold it", view: viewOf(scope, forum, open) },
    }];
  });
}

/** What of the reviews stands on the program's board. */
export const forumProgram: ProgramShare = {
  items: itemsOf,
  changed: [
    { types: ["SittingClosed"], one: "recurring review held", many: "recurring reviews held", view: "/forums" },
    { types: ["FindingNoted"], one: "finding", many: "findings", view: "/forums" },
  ],
};

/** The day of the next review of each forum. */
export const forumDays = (scope: Scope): readonly CalendarEntry[] =>
  nextOnes(scope).flatMap(({ forum, open }): readonly CalendarEntry[] =>
    forum.nextDueOn === null
      ? []
      : [{
          key: `forum-${forum.key}-${open?.key ?? "next"}`, title: forum.title, at: forum.nextDueOn, ownerId: forum.row.ownerId,
          text: open === null ? "" : (open.moves.length === 0 ? "" : `Moved from ${open.moves.map(({ from }) => from).join(", ")}.`),
          view: viewOf(scope, forum, open),
        }]);
