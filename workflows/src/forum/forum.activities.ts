import { forumDecider, isOpenSitting, sittingDecider } from "@ballast/domain/forum";
import { foldRecord } from "@ballast/eventlog";
import type { TellOfSittingInput } from "@ballast/schema/workflows";
import { cancellable } from "../heartbeat.ts";
import type { PartsWithFlags } from "../parts.ts";
import { tellPerson } from "../tellPerson.ts";
import type { ForumActivities } from "./forumActivities.ts";

/** The activity of `tellOfSitting`. */
export const forumActivities = (parts: PartsWithFlags): ForumActivities => ({
  tellOwnerOfSitting: (input) => cancellable((signal) => tellOwnerOfSitting(parts, input, signal)),
});

const dayText = (day: string): string =>
  new Date(day).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });

/** One message, ahead of the day; tried again, it is the same. */
export async function tellOwnerOfSitting(
  parts: PartsWithFlags, { forumId, sittingId, requestEventId, actor }: TellOfSittingInput, signal: AbortSignal,
): Promise<void> {
  const [forum, sitting] = [await foldRecord(parts.log, forumDecider, forumId), await foldRecord(parts.log, sittingDecider, sittingId)];
  if (forum.status === "absent" || sitting.status === "absent" || !isOpenSitting(sitting) || actor.personId === forum.ownerId) return;
  const link = `${parts.publicUrl}/sittings/${sittingId}`;
  const day = dayText(sitting.dueOn);
  const text = [
    `${forum.title} is due on ${day}.`,
    "",
    "Its agenda is made from what is due: look at it, move the day with a reason, or begin when people meet.",
    "",
    link,
  ];
  await tellPerson(parts, forum.ownerId, {
    text: { subject: `${forum.title} is due on ${day}`, text: text.join("\n"), link }, signal, key: `sitting/${requestEventId}`,
  });
}
