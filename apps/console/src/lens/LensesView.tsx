import { useRef, useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { AssessmentRows } from "./Assessments.tsx";
import { ImportDialog } from "./LensDialogs.tsx";
import { lensesDocument, lensEvents } from "./lensDocuments.ts";
import type { LensLine } from "./lensDocuments.ts";

const columns: readonly Column<LensLine>[] = [
  { key: "name", label: "Lens", narrow: "title", grow: true, render: ({ name, description }) => <>{name} <Quiet>{description}</Quiet></> },
  { key: "questions", label: "Asks", narrow: "meta", render: ({ questionCount }) => counted(questionCount, "question") },
  { key: "version", label: "Version", narrow: "hide", render: ({ release, version }) => release ?? String(version) },
  { key: "at", label: "Imported", narrow: "hide", render: ({ importedAt }) => <RelativeTime at={importedAt} /> },
];

const asked = { retired: false };

/** Lenses to look at something with, and everything that is answered to them. */
export function LensesView() {
  const [file, setFile] = useState<{ name: string; text: string } | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const read = useRead(lensesDocument, asked, { keep: true });
  useLogRefresh(lensEvents, ["read", lensesDocument.name]);
  const take = (files: FileList | null): void => {
    const [first] = files ?? [];
    if (first !== undefined) void first.text().then((text) => setFile({ name: first.name, text }));
  };
  return (
    <>
      <ViewHeader
        title="Lenses"
        summary="Questions to look at a service or an architecture with. What is risky becomes a risk with what the lens recommends."
        actions={<CommandButton needs="forum.write" first onClick={() => input.current?.click()}>Import a lens…</CommandButton>}
      />
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="A file of a lens"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
      <ReadArea read={read} where="The lenses">
        {({ lenses, assessments }) => (
          <>
            <Panel title="What is answered" meta={assessments.length === 0 ? undefined : counted(assessments.length, "assessment")}>
              {assessments.length === 0 ? (
                <EmptyState title="Nothing is answered yet">Open a lens, and answer it about a service.</EmptyState>
              ) : <AssessmentRows rows={assessments} />}
            </Panel>
            <Panel title="Lenses" meta={lenses.length === 0 ? undefined : counted(lenses.length, "lens", "lenses")}>
              {lenses.length === 0 ? (
                <EmptyState title="No lens yet">
                  Import the file of a custom lens of AWS Well-Architected: public ones ask about readiness, databases, streaming and more.
                </EmptyState>
              ) : (
                <GroupRows
                  label="Lenses"
                  rows={lenses}
                  columns={columns}
                  keyOf={({ id }) => id}
                  hrefOf={({ id }) => `/lenses/${encodeURIComponent(id)}`}
                />
              )}
            </Panel>
          </>
        )}
      </ReadArea>
      {file === null ? null : <ImportDialog file={file} onClose={() => setFile(null)} />}
    </>
  );
}
