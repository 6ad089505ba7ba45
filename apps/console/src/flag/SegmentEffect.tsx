import { count, counted } from "../data/words.ts";
import draftStyles from "./Draft.module.css";
import styles from "./Flag.module.css";
import type { SegmentPreview } from "./segmentDocuments.ts";
import { segmentMoveWords } from "./segmentWords.ts";

const listed = (names: readonly string[], all: number): string =>
  `${names.slice(0, 3).join(", ")}${all > 3 ? ` and ${count(all - 3)} more` : ""}`;

/** What a segment would do as written: who enters and leaves it, and by flag, who switches. */
export function SegmentEffect({ name, preview }: { name: string; preview: SegmentPreview | undefined }) {
  if (preview === undefined) return <h3>{name === "" ? "A new segment" : name}</h3>;
  if (preview.refusal !== null) return <p role="alert">{preview.refusal}</p>;
  const { members, flags, within } = preview;
  return (
    <>
      <div className={draftStyles.draft}>
        <h3>{members === null ? name : segmentMoveWords(name, members)}</h3>
        <span>{counted(within, "known customer")} in it then</span>
      </div>
      {members === null || members.enter + members.leave === 0 ? null : (
        <p>
          {members.enter > 0 ? `Entering: ${listed(members.entering, members.enter)}. ` : ""}
          {members.leave > 0 ? `Leaving: ${listed(members.leaving, members.leave)}.` : ""}
        </p>
      )}
      {flags.length === 0 ? <p>No flag asks for it: nobody gets anything else.</p> : (
        <ul className={styles.facts}>
          {flags.map(({ targeting: { id, flag, environment }, moves }) => (
            <li key={id}>
              <code>{flag?.name ?? "a flag"}</code> in {environment}: {moves === null ? "the engine could not say it" : moves.sentence}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
