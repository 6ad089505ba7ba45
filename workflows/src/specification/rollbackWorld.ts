import { deployDecider, laneDecider, releaseDecider } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import type { DeployRef } from "../traffic/deployRef.ts";
import { ActivityWorld, ana, place, release } from "./activityWorld.ts";

/** The rollback that was pressed, wherever a specification presses one. */
export const rollbackId = ids.deploy("back");

/** A lane with a history: v0, v1, and what a specification lets serve after them, from which a rollback goes back. */
export class RollbackWorld extends ActivityWorld {
  /** A release that can be started: it has an artifact. */
  recorded(version: string, { artifact = true } = {}): Promise<void> {
    return this.act(releaseDecider, release(version).releaseId, {
      type: "RecordRelease", now: this.at(), ...release(version), serviceId: place.serviceId, releasedAt: null, sha: null,
      artifact: artifact ? { command: "node", args: [version], env: {} } : null, rollbackSafe: true, rollbackUnsafeReason: null, notes: "",
      order: 0, commits: [], commitsHash: "none",
    });
  }

  /** It served everybody here, and proved good unless told otherwise. */
  async served(version: string, { good = true, artifact = true } = {}): Promise<void> {
    await this.recorded(version, { artifact });
    const [now, deployId] = [this.at(), ids.deploy(`of ${version}`)];
    await this.act(laneDecider, place.laneId, { type: "ServeEveryone", now, ...place, ...release(version), deployId });
    if (good) await this.act(laneDecider, place.laneId, { type: "ProveGood", now, laneId: place.laneId, ...release(version), deployId });
  }

  /** v0 and v1 proved good, and v2 serves; everything can be started. */
  async history(): Promise<void> {
    await this.serving();
    await this.served("v0");
    await this.served("v1");
    await this.served("v2");
  }

  /** Somebody pressed: back from v2 to v1, or where they said. */
  async pressed({ to = "v1", stay = false, preempts = null as string | null } = {}): Promise<DeployRef> {
    const now = this.at();
    await this.act(laneDecider, place.laneId, {
      type: "TakeLaneForRollback", now, ...place, service: "shop", deployId: rollbackId, to: release(to),
      factsOf: () => ({ artifactAvailable: true, rollbackSafe: true }),
    });
    const from = { fromReleaseId: release("v2").releaseId, fromVersion: "v2" };
    await this.act(deployDecider, rollbackId, {
      type: "RequestRollback", now, deployId: rollbackId, ...place, ...release(to), ...from, reason: "orders fail", automatic: false,
      incidentId: null, preempts, direct: false, warnings: [], stay,
    });
    return {
      deployId: rollbackId, ...place, service: "shop", ...release(to), ...from, correlationId: ids.part("back", "correlation"),
      requestEventId: ids.part("back", "request"), actor: ana,
    };
  }
}
