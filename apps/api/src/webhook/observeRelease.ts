import { type RegisteredService, Rejection, releaseDecider } from "@ballast/domain";
import { foldRecord, handle, ids } from "@ballast/eventlog";
import type { Actor, Source } from "@ballast/schema";
import type { ApiServer } from "../graphql/context.ts";
import { recordingOf } from "../commits/recording.ts";

/** What came of a delivery; `ignored` says why nothing did. */
export type Outcome = { readonly outcome: "recorded" | "unchanged" } | { readonly outcome: "ignored"; readonly why: string };

/** What everything is recorded with. */
export interface Observer {
  readonly server: Pick<ApiServer, "log" | "now" | "readModel">;
  readonly service: RegisteredService;
  readonly actor: Actor;
}

/** A release that another system tells of. */
export interface ObservedRelease {
  readonly version: string;
  readonly releasedAt: string;
  readonly sha: string | null;
  readonly notes: string;
  readonly source: Source;
}

/** Records a release unless there is one with its version: what a pipeline recorded knows more. */
export async function recordObservedRelease(
  { server, service, actor }: Observer,
  { source, ...release }: ObservedRelease,
): Promise<Outcome> {
  const releaseId = ids.release(service.serviceId, release.version);
  const known = await foldRecord(server.log, releaseDecider, releaseId);
  if (known.status === "recorded") return { outcome: "unchanged" };
  const now = server.now().toISOString();
  const commands = recordingOf({
    now, releaseId, serviceId: service.serviceId, artifact: null, commits: [], rollbackSafe: true, rollbackUnsafeReason: null, order: 0,
    ...release,
  });
  for (const [index, command] of commands.entries()) {
    const commandId = ids.command("github", "release", releaseId, index);
    try {
      await handle(server.log, {
        aggregate: releaseDecider, id: releaseId, command,
        context: { commandId, actor, now, correlationId: commandId, causationId: commandId, occurredAt: release.releasedAt, source },
      });
    } catch (error) {
      // Somebody recorded it in this moment, with more than a webhook knows.
      if (error instanceof Rejection && error.code === "RELEASE_DIFFERS") return { outcome: "unchanged" };
      throw error;
    }
  }
  return { outcome: "recorded" };
}
