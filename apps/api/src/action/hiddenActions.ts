import { actionDecider, type KnownAction } from "@ballast/domain/action";
import { foldRecord } from "@ballast/eventlog";
import type { Principal } from "../auth/principal.ts";
import type { ApiContext, LogReader } from "../graphql/context.ts";
import { isHidden, kindNamed, servicesOf } from "../graphql/records.ts";

/** Whether what an action came of must not be named to somebody. */
export async function isHiddenSource(context: ApiContext, principal: Principal, source: KnownAction["source"]): Promise<boolean> {
  const kind = source === null ? undefined : kindNamed(context, source.kind);
  return source !== null && kind !== undefined && isHidden(context, principal, { kind, id: source.recordId });
}

/** With a private incident what came of it is hidden; an action that is not there is hidden as well: both are told in the same words. */
export async function isHiddenAction(context: ApiContext, principal: Principal, actionId: string): Promise<boolean> {
  const action = await foldRecord(context.log, actionDecider, actionId);
  return action.status === "absent" || isHiddenSource(context, principal, action.source);
}

/** Services that these records belong to. */
export async function servicesBehind(
  context: LogReader,
  { source, riskId }: Pick<KnownAction, "source" | "riskId">,
): Promise<readonly string[]> {
  const kind = source === null ? undefined : kindNamed(context, source.kind);
  const ofSource = source === null || kind === undefined ? [] : await servicesOf(context, kind, source.recordId);
  const ofRisk = riskId === null ? [] : await servicesOf(context, "Risk", riskId);
  return [...(ofSource ?? []), ...(ofRisk ?? [])];
}

/** Services of an action, for tokens that are limited to some: those of what it came of, and of its risk. */
export async function servicesOfAction(context: LogReader, actionId: string): Promise<readonly string[]> {
  const action = await foldRecord(context.log, actionDecider, actionId);
  return action.status === "absent" ? [] : servicesBehind(context, action);
}
