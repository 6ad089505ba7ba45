import { forumDecider, sittingDecider } from "@ballast/domain/forum";
import { foldRecord } from "@ballast/eventlog";
import type { LogReader } from "../graphql/context.ts";

/** Services that a forum is about, for tokens that are limited to some; of one about all of them none. */
export async function servicesOfForum({ log }: Pick<LogReader, "log">, forumId: string): Promise<readonly string[]> {
  const forum = await foldRecord(log, forumDecider, forumId);
  return forum.status === "absent" ? [] : forum.serviceIds;
}

/** The same, of one of its reviews. */
export async function servicesOfSitting(context: Pick<LogReader, "log">, sittingId: string): Promise<readonly string[]> {
  const sitting = await foldRecord(context.log, sittingDecider, sittingId);
  return sitting.status === "absent" ? [] : servicesOfForum(context, sitting.forumId);
}
