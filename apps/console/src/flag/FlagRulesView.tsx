import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { Quiet } from "../marks/Text.tsx";
import { flagRulesDocument, policyEvents } from "./policyDocuments.ts";
import type { FlagPolicyRecord } from "./policyDocuments.ts";
import { approvalWords, cleanUpWords } from "./policyWords.ts";
import { PolicyDialog } from "./PolicyDialog.tsx";

const columnsFor = (usual: FlagPolicyRecord, begin: (policy: FlagPolicyRecord) => void): readonly Column<FlagPolicyRecord>[] => [
  {
    key: "where", label: "Where", narrow: "title",
    render: ({ environment }) => <strong>{environment ?? "Everywhere"}</strong>,
  },
  {
    key: "asks", label: "A second person is asked about", grow: true,
    render: (policy) => (policy.environment === null ? <Quiet>each environment says so itself</Quiet> : approvalWords(policy)),
  },
  { key: "days", label: "Flags are to be cleaned up", render: (policy) => `after ${cleanUpWords(policy, usual)}` },
  {
    key: "act", label: "", right: true, narrow: "state",
    render: (policy) => (
      <CommandButton needs="flag.policy" size="small" onClick={() => begin(policy)}>
        Change<span className="unseen"> how flags are changed in {policy.environment ?? "every environment"}</span>
      </CommandButton>
    ),
  },
];

/** What is asked for before flags are turned, environment by environment, and after how long they are to be cleaned up. */
export function FlagRulesView() {
  const read = useRead(flagRulesDocument, {});
  const [changing, setChanging] = useState<FlagPolicyRecord | null>(null);
  useLogRefresh(policyEvents, ["read", flagRulesDocument.name]);
  return (
    <ReadArea read={read} where="How flags are changed">
      {({ usualFlagPolicy, flagPolicies }) => (
        <>
          <ViewHeader
            title="How flags are changed"
            summary="Who has to look before a flag is turned, and when a temporary one has outlived its purpose. A kill asks for nobody’s word, anywhere."
          />
          <Panel>
            <GroupRows
              label="Environments"
              rows={[usualFlagPolicy, ...flagPolicies]}
              columns={columnsFor(usualFlagPolicy, setChanging)}
              keyOf={({ id }) => id}
            />
          </Panel>
          {changing === null ? null : (
            <PolicyDialog key={changing.id} policy={changing} usual={usualFlagPolicy} onClose={() => setChanging(null)} />
          )}
        </>
      )}
    </ReadArea>
  );
}
