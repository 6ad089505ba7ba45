import type { DataOf, SegmentEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** A group of customers; `archived` says why nobody may ask for it any more. */
export type Segment = { readonly status: "absent" } | DefinedSegment;

export interface DefinedSegment extends Omit<DataOf<"SegmentDefined">, "reason"> {
  readonly status: "defined";
  readonly archived: string | null;
}

export type SegmentCommand =
  | ({ readonly type: "DefineSegment"; readonly now: string } & DataOf<"SegmentDefined">)
  /** `neededBy`: flags whose rules ask for it, with their environments. */
  | ({ readonly type: "ArchiveSegment"; readonly now: string; readonly neededBy: readonly string[] } & DataOf<"SegmentArchived">);

type Command<Type extends SegmentCommand["type"]> = Extract<SegmentCommand, { type: Type }>;

function evolve(segment: Segment, event: SegmentEvent): Segment {
  switch (event.type) {
    case "SegmentDefined": {
      const { reason: _, ...data } = event.data;
      return { status: "defined", ...data, archived: null };
    }
    case "SegmentArchived":
      return segment.status === "defined" ? { ...segment, archived: event.data.reason } : segment;
  }
}

function define({ type, now, ...data }: Command<"DefineSegment">, segment: Segment): readonly SegmentEvent[] {
  if (segment.status === "defined") {
    const { reason: _, ...wanted } = data;
    const { status, archived, ...there } = segment;
    if (archived === null && sameContent(there, wanted)) return [];
  }
  const attributeless = data.members.rules.flat().find(({ kind }) => kind === "segment");
  if (attributeless !== undefined) throw new Rejection("INVALID_INPUT", `${data.key}: a segment is not made of segments`, ["rules"]);
  return [{ type: "SegmentDefined", data }];
}

function archive({ segmentId, reason, neededBy }: Command<"ArchiveSegment">, segment: Segment): readonly SegmentEvent[] {
  if (segment.status === "absent") throw new Rejection("NOT_FOUND", `there is no segment ${segmentId}`, ["segment"]);
  if (segment.archived !== null) return [];
  if (neededBy.length > 0)
    throw new Rejection("FLAG_NEEDED", `the segment ${segment.key} is asked for by ${neededBy.join(", ")}`, ["segment"]);
  return [{ type: "SegmentArchived", data: { segmentId, reason } }];
}

/** A group of customers by name, known by its key. */
export const segmentDecider = aggregate("segment", {
  initialState: { status: "absent" } as Segment,
  evolve,
  decide: (command: SegmentCommand, segment: Segment) => (
    command.type === "DefineSegment" ? define(command, segment) : archive(command, segment)
  ),
  keyOf: (key: string) => [key],
});
