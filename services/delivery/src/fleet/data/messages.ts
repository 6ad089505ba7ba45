import type { LaneState } from "../laneState.ts";
import type { TrafficRequest } from "../protocol.ts";
import type { Measurement } from "../slot.ts";

/** A process that may serve, as the control side knows it. */
export interface ProcessEntry {
  readonly id: number;
  readonly port: number;
  readonly healthy: boolean;
  /** How often it became healthy: what was seen of an earlier life says nothing about this one. */
  readonly life: number;
}

/** What a lane's router decides by; replaced as a whole. */
export interface LaneTable extends Pick<LaneState, "service" | "stable" | "canary"> {
  readonly releases: readonly { readonly version: string; readonly processes: readonly ProcessEntry[] }[];
  /** Demonstration traffic that is to be sent through the router. */
  readonly traffic: TrafficRequest | null;
}

/** Opens a lane's router on this port, or on a free one where it is null or taken. */
export interface Opening {
  readonly kind: "open";
  readonly lane: number;
  readonly port: number | null;
  readonly holdMs: number;
  readonly table: LaneTable;
}

/**
 * What the control side asks of a data thread. Each is answered by `done` once it is so; what was measured until then
 * has been told before.
 */
export type ToData =
  | Opening
  | { readonly kind: "table"; readonly lane: number; readonly table: LaneTable }
  /** Nothing but the answer: everything asked before is in force, everything measured before is told. */
  | { readonly kind: "settle"; readonly lane: number }
  /** Answered when these processes answer nobody any more. */
  | { readonly kind: "idle"; readonly lane: number; readonly processes: readonly number[] }
  | { readonly kind: "close"; readonly lane: number };

/** A question with its number. */
export type Asked = ToData & { readonly call: number };

/** What a data thread tells. */
export type FromData =
  | { readonly kind: "done"; readonly call: number; readonly port: number | null; readonly error: string | null }
  | { readonly kind: "measured"; readonly lane: number; readonly measurements: readonly Measurement[] }
  /** Its connections are refused or broken: no more requests until it answers `/healthz` again. */
  | { readonly kind: "doubted"; readonly lane: number; readonly process: number; readonly life: number };
