import { useState } from "react";
import type { VariablesOf } from "@ballast/schema/graphql";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { SkeletonText } from "../marks/Skeletons.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { useSettled } from "../turning/useSettled.ts";
import { statusPagePreviewDocument } from "./statusPageDocuments.ts";
import styles from "./StatusPage.module.css";

/** What is asked of a page that would be so. */
export type PreviewAsked = VariablesOf<typeof statusPagePreviewDocument>;

type Width = "desk" | "phone";
const widths = [["desk", "Desk"], ["phone", "Phone"]] as const;

/** The page as readers would see it, while it is typed; null: something is missing yet. Nothing in it can be pressed, no script runs. */
export function PagePreview({ asked }: { asked: PreviewAsked | null }) {
  const [width, setWidth] = useState<Width>("desk");
  const { data, error } = useRead(statusPagePreviewDocument, useSettled(asked), { now: true, keep: true });
  if (asked === null) return <Quiet>As soon as it can be shown, it stands here as readers will see it.</Quiet>;
  if (data === undefined) return error === null ? <SkeletonText /> : <ProblemLine error={error} />;
  const { html, sentence, drawn, components, lint } = data.statusPagePreview;
  return (
    <section className={styles.preview} aria-label="As readers will see it">
      <Choice label="As readers will see it" value={width} options={widths} onChange={setWidth} />
      <ProblemLine error={error} />
      <div className={styles.sheet} data-width={width} inert>
        <iframe title={sentence} sandbox="" srcDoc={html} tabIndex={-1} />
      </div>
      {drawn === components ? null : <p><Quiet>The first {drawn} of {components} components are drawn.</Quiet></p>}
      {lint.length === 0 ? null : (
        <ul className={styles.lint}>
          {lint.map((said) => <li key={said}>{said}</li>)}
        </ul>
      )}
    </section>
  );
}
