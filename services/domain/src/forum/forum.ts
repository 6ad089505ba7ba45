import type { DataOf, ForumEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { dayAfter, nextAfter, refuseFarDay } from "./cadence.ts";

/** A series of reviews, as its events tell it. */
export interface FoundedForum extends DataOf<"ForumFounded"> {
  readonly status: "running" | "ended";
  /** Why it does not come again; null while it does. */
  readonly ended: string | null;
}

export type Forum = { readonly status: "absent" } | FoundedForum;

export const forumStates = ["running", "ended"] as const satisfies readonly FoundedForum["status"][];

export type ForumCommand =
  | ({ readonly type: "FoundForum"; readonly now: string } & DataOf<"ForumFounded">)
  | ({ readonly type: "DescribeForum"; readonly now: string } & DataOf<"ForumDescribed">)
  | ({ readonly type: "EndForum"; readonly now: string } & DataOf<"ForumEnded">)
  | ({ readonly type: "ReopenForum"; readonly now: string } & DataOf<"ForumReopened">);

function evolve(forum: Forum, event: ForumEvent): Forum {
  if (event.type === "ForumFounded") return forum.status === "absent" ? { ...event.data, status: "running", ended: null } : forum;
  if (forum.status === "absent") return forum;
  switch (event.type) {
    case "ForumDescribed": {
      const { reason: _, ...said } = event.data;
      return { ...forum, ...said };
    }
    case "ForumEnded":
      return { ...forum, status: "ended", ended: event.data.reason };
    case "ForumReopened":
      return { ...forum, status: "running", ended: null };
  }
}

/**
 * The forum, or a refusal.
 * @throws Rejection NOT_FOUND
 */
export function knownForum(forum: Forum, forumId: string): FoundedForum {
  if (forum.status === "absent") throw new Rejection("NOT_FOUND", `there is no forum ${forumId}`, ["forumId"]);
  return forum;
}

/**
 * The forum that still comes again, or a refusal.
 * @throws Rejection NOT_FOUND, FORUM_ENDED
 */
export function runningForum(forum: Forum, forumId: string): FoundedForum {
  const known = knownForum(forum, forumId);
  if (known.status === "ended") throw new Rejection("FORUM_ENDED", `${known.title} was ended`, ["forumId"]);
  return known;
}

/** Of a vendor it says which; of anything else it names none. */
function refuseVendor({ kind, vendor }: Pick<FoundedForum, "kind" | "vendor">): void {
  if ((kind === "vendor") !== (vendor !== null))
    throw new Rejection(
      "INVALID_INPUT", kind === "vendor" ? "say which vendor it is about" : "only a vendor's review names one", ["vendor"],
    );
}

const contentOf = ({ status: _, ended: __, ...said }: FoundedForum): object => said;

function found({ type: _, now, ...data }: Extract<ForumCommand, { type: "FoundForum" }>, forum: Forum): readonly ForumEvent[] {
  if (forum.status !== "absent") {
    if (sameContent(contentOf(forum), data)) return [];
    throw new Rejection("ALREADY_EXISTS", `${forum.title} was founded with this id`, ["forumId"]);
  }
  refuseVendor(data);
  if (data.firstOn < dayAfter(now.slice(0, 10), -1)) throw new Rejection("INVALID_INPUT", `${data.firstOn} is over`, ["firstOn"]);
  refuseFarDay(data.firstOn, now, "firstOn");
  return [{ type: "ForumFounded", data }];
}

function decide(command: ForumCommand, forum: Forum): readonly ForumEvent[] {
  if (command.type === "FoundForum") return found(command, forum);
  const { type, now, ...data } = command;
  const known = knownForum(forum, data.forumId);
  switch (type) {
    case "DescribeForum": {
      runningForum(known, data.forumId);
      const { reason: __, ...said } = command;
      refuseVendor(said);
      if (said.firstOn !== known.firstOn) refuseFarDay(said.firstOn, now, "firstOn");
      const { type: ___, now: ____, ...described } = said;
      return sameContent(contentOf(known), described) ? [] : [{ type: "ForumDescribed", data: { ...described, reason: command.reason } }];
    }
    case "EndForum":
      return known.status === "ended" ? [] : [{ type: "ForumEnded", data: { forumId: known.forumId, reason: command.reason } }];
    case "ReopenForum":
      return known.status === "running" ? [] : [{ type: "ForumReopened", data: { forumId: known.forumId, reason: command.reason } }];
  }
}

/** A series of reviews that comes again by itself. Its id is from the command that founds it. */
export const forumDecider = aggregate("forum", {
  initialState: { status: "absent" } as Forum, evolve, decide, keyOf: (commandId: string) => [commandId],
});

/**
 * The day on which the next one is due, of a series of which none is open: the first of its cadence after the days of those before; of
 * several that have passed without one the last alone, as after a series was ended for a year: nobody skips fifty.
 */
export function nextSittingOn(
  { cadence, firstOn }: Pick<FoundedForum, "cadence" | "firstOn">,
  { last, today }: {
    /** The latest day that one of them was due, moved to or held on; null: there was none. */
    readonly last: string | null;
    readonly today: string;
  },
): string {
  const next = nextAfter(cadence, firstOn, last);
  const length = cadence.every * (cadence.unit === "week" ? 7 : 31);
  const late = nextAfter(cadence, firstOn, dayAfter(today, -length - 1));
  let day = next < late ? late : next;
  for (let after = nextAfter(cadence, firstOn, day); after <= today; after = nextAfter(cadence, firstOn, day)) day = after;
  return day;
}
