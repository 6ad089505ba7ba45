import { duration } from "@ballast/schema/words";
import { Shape, State, Tag } from "../marks/State.tsx";
import { linkTone, linkWords } from "../response/incidentWords.ts";
import type { RelatedChange } from "./aroundDocuments.ts";

/** How long before the impact something was changed. */
export function before(ms: number): string {
  return ms >= 0 ? `${duration(ms)} before the start` : `${duration(-ms)} after the start`;
}

/** How suspect a change is, or what was said of it. */
export function Suspicion({ change }: { change: Pick<RelatedChange, "link" | "score"> }) {
  if (change.link !== null) return <State tone={linkTone(change.link)}>{linkWords[change.link]}</State>;
  const suspect = change.score >= 0.5;
  return (
    <>
      <Shape tone={suspect ? "attention" : "idle"} label={suspect ? "Suspect" : "Less suspect"} />
      <Tag>{Math.round(change.score * 100)} of 100</Tag>
    </>
  );
}
