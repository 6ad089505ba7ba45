import { useMine } from "../data/mine.ts";
import { useNow } from "../marks/now.ts";
import { initials } from "../marks/initials.ts";
import { clock, shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import styles from "./OnCall.module.css";
import type { Rotation, Stretch } from "./rotationDocuments.ts";
import { shiftPieces } from "./rotationWords.ts";
import type { ShiftPiece } from "./rotationWords.ts";

const week = 7 * 86_400_000;

function label(piece: ShiftPiece): string {
  if (piece.person === null) return "";
  return piece.width > 14 ? piece.person.name : piece.width > 2.6 ? initials(piece.person.name) : "";
}

/** Who is on call in the coming weeks, as one ribbon: one's own shifts in blue, stand-ins underlined, gaps hatched. */
export function ShiftRibbon({ rotation, window }: { rotation: Pick<Rotation, "shifts" | "people" | "name">; window: Stretch }) {
  const zone = useZone();
  const now = useNow(60_000);
  const mine = useMine();
  const from = Date.parse(window.from);
  const length = Date.parse(window.to) - from;
  const pieces = shiftPieces(rotation.shifts, window);
  const say = (iso: string): string => `${shortDate(Date.parse(iso), zone, now)} ${clock(Date.parse(iso), zone)}`;
  const order = new Map(rotation.people.map(({ id }, index) => [id, index]));
  const words = (piece: ShiftPiece): string =>
    `${piece.person?.name ?? "Nobody"}, ${say(piece.from)} to ${say(piece.to)}${piece.override ? ", stands in" : ""}`;
  return (
    <div className={styles.ribbon}>
      <div className={styles.bar} role="img" aria-label={`${rotation.name}: ${pieces.slice(0, 12).map(words).join("; ")}`}>
        {pieces.map((piece) => (
          <span
            key={piece.from}
            className={styles.piece}
            title={words(piece)}
            style={{ left: `${piece.left}%`, width: `${piece.width}%` }}
            data-odd={(order.get(piece.person?.id ?? "") ?? 0) % 2 === 1 || undefined}
            data-mine={mine(piece.person?.id) || undefined}
            data-override={piece.override || undefined}
            data-nobody={piece.person === null || undefined}
          >
            {label(piece)}
          </span>
        ))}
        {now > from && now < from + length ? <span className={styles.today} style={{ left: `${((now - from) / length) * 100}%` }} /> : null}
      </div>
      <div className={styles.weeks} aria-hidden>
        {Array.from({ length: Math.ceil(length / week) }, (_, index) => (
          <span key={index} style={{ left: `${((index * week) / length) * 100}%` }}>
            {shortDate(from + index * week, "utc", index === 0 ? now : from + (index - 1) * week)}
          </span>
        ))}
      </div>
    </div>
  );
}
