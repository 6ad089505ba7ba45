import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { flagEvents, flagRequestsDocument } from "./flagDocuments.ts";
import { RequestList } from "./RequestList.tsx";

/** Changes of flags that wait for somebody's word, or for their time. */
export function RequestsView() {
  const read = useRead(flagRequestsDocument, {});
  useLogRefresh(flagEvents, ["read", flagRequestsDocument.name]);
  return (
    <ReadArea read={read} where="Changes to approve">
      {({ flagRequests }) => (
        <>
          <ViewHeader
            title="Changes to approve"
            summary={`${counted(flagRequests.length, "change")} of flags ${flagRequests.length === 1 ? "waits" : "wait"} for somebody’s word, or for their time. Who asks for a change does not approve it.`}
          />
          <Panel title="Waiting">
            {flagRequests.length === 0 ? (
              <EmptyState title="Nothing waits">What somebody proposes stands here until a second person has looked.</EmptyState>
            ) : (
              <RequestList requests={flagRequests} everywhere />
            )}
          </Panel>
        </>
      )}
    </ReadArea>
  );
}
