import { useCommand } from "../data/command.ts";
import { CallDialog } from "./CallDialog.tsx";
import { handOnPage } from "./pageDocuments.ts";

interface HandOnProps {
  readonly pageId: string;
  /** Of its incident, `INC-7`. */
  readonly reference: string;
  readonly onClose: () => void;
}

/** Hands a page on to somebody else. */
export function HandOnDialog({ pageId, reference, onClose }: HandOnProps) {
  const give = useCommand(handOnPage);
  return (
    <CallDialog
      about={["page.handOn", pageId]}
      does={(name) => `Hand ${reference} on to ${name}`}
      says="They are called at once. This page calls nobody any more, and you are told who has it."
      noteLabel="What they should know"
      onClose={onClose}
      call={(input) => give({ pageId, ...input })}
    />
  );
}
