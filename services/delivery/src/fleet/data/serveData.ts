import { receiveMessageOnPort, type MessagePort } from "node:worker_threads";
import { messageOf } from "../../error.ts";
import { LaneData } from "./laneData.ts";
import type { Asked, FromData } from "./messages.ts";

/**
 * Serves the requests of lanes as it is told through this port. What it is told is heeded before every request, not
 * only in its turn: where customers come without a pause that turn is long in coming, and a rollback does not wait.
 */
export function serveData(port: MessagePort): void {
  const lanes = new Map<number, LaneData>();
  const tell = (news: FromData): void => port.postMessage(news);
  const carryOut = async (asked: Asked): Promise<number | null> => {
    if (asked.kind === "open") {
      const lane = new LaneData(asked, {
        measured: (measurements) => tell({ kind: "measured", lane: asked.lane, measurements }),
        asked: heed,
        doubted: (process, life) => tell({ kind: "doubted", lane: asked.lane, process, life }),
      });
      lanes.set(asked.lane, lane);
      return lane.open(asked.port);
    }
    const lane = lanes.get(asked.lane);
    if (asked.kind === "table") lane?.use(asked.table);
    if (asked.kind === "idle") await lane?.idle(asked.processes);
    if (asked.kind === "close") {
      lanes.delete(asked.lane);
      await lane?.close();
    }
    lane?.tell();
    return null;
  };
  const hear = (asked: Asked): void => {
    carryOut(asked).then(
      (opened) => tell({ kind: "done", call: asked.call, port: opened, error: null }),
      (error: unknown) => tell({ kind: "done", call: asked.call, port: null, error: messageOf(error) }),
    );
  };
  const heed = (): void => {
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) hear(next.message);
  };
  port.on("message", hear);
}
