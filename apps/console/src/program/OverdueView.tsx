import { Link } from "react-router";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { ViewHeader } from "../marks/Panel.tsx";
import { OverduePanel } from "./ItemsPanel.tsx";
import { overdueDocument, programEvents } from "./programDocuments.ts";
import type { BoardItem } from "./programDocuments.ts";
import { listed, overdueWords } from "./programWords.ts";

const nothing = {};

/** "2 actions and 1 risk are overdue, the oldest by 16 days." */
export function overdueSentence(items: readonly BoardItem[]): string {
  if (items.length === 0) return "Nothing is overdue.";
  const kinds = [...Map.groupBy(items, ({ kind }) => kind)].map(([kind, those]) => counted(those.length, kind.toLowerCase()));
  return `${listed(kinds)} ${items.length === 1 ? "is" : "are"} overdue, the oldest by ${counted(overdueWords(items).oldest, "day")}.`;
}

/** What the board counts as overdue, each with its record. */
export function OverdueView() {
  const read = useRead(overdueDocument, nothing, { keep: true });
  useLogRefresh(programEvents, ["read", overdueDocument.name]);
  return (
    <ReadArea read={read} where="What is overdue">
      {({ program: { overdue } }) => (
        <>
          <ViewHeader title="Overdue" summary={overdueSentence(overdue)} actions={<Link to="/program">The program</Link>} />
          <OverduePanel items={overdue} />
        </>
      )}
    </ReadArea>
  );
}
