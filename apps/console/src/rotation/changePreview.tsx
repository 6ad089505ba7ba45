import { useRead } from "../data/read.ts";
import { ProblemLine } from "../marks/States.tsx";
import { dayAndTime } from "../marks/time.ts";
import type { Zone } from "../marks/zone.ts";
import { useZone } from "../marks/zone.ts";
import styles from "./OnCall.module.css";
import { afterChangeDocument } from "./rotationDocuments.ts";
import type { ChangePreview, TakenShift, Taker } from "./rotationDocuments.ts";

/** "Ana stays on until 26 Nov 09:00, then Ben." */
export function stayingWords(
  before: string | null,
  { onNow, next, nextHandOverAt }: Pick<ChangePreview, "onNow" | "next" | "nextHandOverAt">,
  zone: Zone,
): string {
  const who = onNow?.name ?? "Nobody";
  const first =
    who === (before ?? "Nobody")
      ? `${who} ${onNow === null ? "is" : "stays"} on`
      : `${who} takes over at once${before === null ? "" : ` from ${before}`}`;
  return `${first}${nextHandOverAt === null ? "" : ` until ${dayAndTime(nextHandOverAt, zone)}, then ${next?.name ?? "nobody"}`}.`;
}

/** Every shift that somebody gives up, with who has it instead; the first ones by name, the rest by number. */
export function Taken({ taken }: { taken: readonly TakenShift[] }) {
  const zone = useZone();
  const shown = taken.slice(0, 8);
  return (
    <ul className={styles.taken} aria-label="Shifts that somebody else takes">
      {shown.map(({ from, to, person, taker }) => (
        <li key={from}>
          {dayAndTime(from, zone)} to {dayAndTime(to, zone)}: <b>{taker?.name ?? "nobody"}</b> instead of {person.name}
        </li>
      ))}
      {taken.length > shown.length ? <li>and {taken.length - shown.length} more in the coming eight weeks</li> : null}
    </ul>
  );
}

/** What a change of people would do, worked out by the API; undefined while it is. */
export function useChangePreview(rotationId: string, change: { people: readonly string[]; takers: readonly Taker[] } | null) {
  return useRead(afterChangeDocument, change === null || change.people.length === 0 ? null : { id: rotationId, ...change }, { now: true });
}

/** That, in words. */
export function ChangeEffect({ onCall, read }: { onCall: string | null; read: ReturnType<typeof useChangePreview> }) {
  const zone = useZone();
  const preview = read.data?.rotation?.afterChange;
  if (read.isError) return <ProblemLine error={read.error} />;
  return preview === undefined ? null : <><p>{stayingWords(onCall, preview, zone)}</p><Taken taken={preview.taken} /></>;
}
