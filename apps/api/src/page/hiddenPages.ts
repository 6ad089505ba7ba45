import { foldRecord } from "@ballast/eventlog";
import { pageDecider } from "@ballast/domain";
import type { Principal } from "../auth/principal.ts";
import type { ApiContext, LogReader } from "../graphql/context.ts";
import { isHidden, servicesOf } from "../graphql/records.ts";

/** The incident that a page is for, from the log; null where there is no such page. */
async function incidentOfPage({ log }: Pick<LogReader, "log">, pageId: string): Promise<string | null> {
  const page = await foldRecord(log, pageDecider, pageId);
  return page.status === "absent" ? null : page.request.incidentId;
}

/** Services that a page is about: those of its incident. */
export async function servicesOfPage(context: LogReader, pageId: string): Promise<readonly string[]> {
  const incidentId = await incidentOfPage(context, pageId);
  return incidentId === null ? [] : ((await servicesOf(context, "Incident", incidentId)) ?? []);
}

/** With an incident its pages are hidden; one that is not there is hidden as well: both are told in the same words. */
export async function isHiddenPage(context: ApiContext, principal: Principal, pageId: string): Promise<boolean> {
  const incidentId = await incidentOfPage(context, pageId);
  return incidentId === null || isHidden(context, principal, { kind: "Incident", id: incidentId });
}
