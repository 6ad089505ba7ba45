import { useCommand } from "../data/command.ts";
import { CallDialog } from "./CallDialog.tsx";
import { handOnPage, type PageRecord } from "./pageDocuments.ts";

/** Hands a page on to somebody else. */
export function HandOnDialog({ page, onClose }: { page: PageRecord; onClose: () => void }) {
  const give = useCommand(handOnPage);
  const { reference } = page.incident;
  return (
    <CallDialog
      about={["page.handOn", page.id]}
      does={(name) => `Hand ${reference} on to ${name}`}
      says="They are called at once. This page calls nobody any more, and you are told who has it."
      noteLabel="What they should know"
      onClose={onClose}
      call={(input) => give({ pageId: page.id, ...input })}
    />
  );
}
