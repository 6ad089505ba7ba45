export { segmentDecider, type DefinedSegment, type Segment, type SegmentCommand } from "./segmentDecider.ts";
