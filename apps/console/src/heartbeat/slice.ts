import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** Those who say again and again that they are well. */
export const heartbeat: Slice = {
  views: [
    view("/heartbeats", () => import("./HeartbeatViews.tsx").then((m) => m.HeartbeatsView)),
    view("/heartbeats/:id", () => import("./HeartbeatViews.tsx").then((m) => m.HeartbeatView)),
  ],
  records: { heartbeat: { type: "Heartbeat", icon: "clock", list: "/heartbeats" } },
};
