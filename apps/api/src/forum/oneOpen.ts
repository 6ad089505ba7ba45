import { Rejection } from "@ballast/domain";
import { isOpenSitting, lastDayOf, nextSittingOn, sittingDecider, type FoundedForum } from "@ballast/domain/forum";
import { idOf, type DecidedOn } from "@ballast/eventlog";
import { streamName } from "@ballast/schema";
import type { ApiContext } from "../graphql/context.ts";
import { dayOn } from "./forumType.ts";

/** So many of the reviews of a series are held to it that they are not opened again meanwhile: the latest. */
const WATCHED = 20;

/**
 * That no other review of a series is open, and what that was decided on: the others as they stand, and that the next one is not there. Two
 * who open at once are told apart by it.
 * @throws Rejection ALREADY_EXISTS where one is open; REVISION_CONFLICT while this server has not heard of everything
 */
export async function othersOver(
  context: ApiContext, { forum, sittingId, now }: { readonly forum: FoundedForum; readonly sittingId: string; readonly now: string },
): Promise<readonly DecidedOn[]> {
  const { log, readModel } = context;
  const { behind } = await readModel.waitFor(await log.lastPosition());
  if (behind) throw new Rejection("REVISION_CONFLICT", "this server does not know yet what others have written: try again in a moment");
  const known = readModel.forums.sittings({ filter: { forumId: forum.forumId } });
  const open = known.find((one) => one.id !== sittingId && isOpenSitting(one));
  if (open !== undefined) throw new Rejection("ALREADY_EXISTS", `that of ${open.dueOn} is open: hold it or skip it first`, ["forumId"]);
  const next = idOf(sittingDecider, forum.forumId, nextSittingOn(forum, {
    last: known.map(lastDayOf).toSorted().at(-1) ?? null, today: dayOn(now, { asOf: undefined, context }),
  }));
  const others = known.filter(({ id }) => id !== sittingId).slice(0, WATCHED);
  return [
    ...others.map(({ id, revision }) => ({ stream: streamName("sitting", id), expectedRevision: BigInt(revision) })),
    ...(next === sittingId || known.some(({ id }) => id === next)
      ? [] : [{ stream: streamName("sitting", next), expectedRevision: "no_stream" as const }]),
  ];
}
