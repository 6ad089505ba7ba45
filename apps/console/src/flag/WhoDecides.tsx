import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { count } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { variantWord } from "./places.ts";
import { RulesEditor } from "./RulesEditor.tsx";
import { useSegments } from "./segmentChoices.ts";
import { decidingSteps } from "./deciding.ts";
import type { DecidingStep } from "./deciding.ts";

const columnsFor = (flag: FlagRecord): readonly Column<DecidingStep>[] => [
  { key: "n", label: "", narrow: "hide", render: ({ number }) => <Quiet>{number}</Quiet> },
  {
    key: "step",
    label: "Step",
    grow: true,
    narrow: "title",
    render: ({ words, more }) => (
      <span title={`${words}${more === "" ? "" : ` · ${more}`}`}>
        {words}
        {more === "" ? null : <Quiet> · {more}</Quiet>}
      </span>
    ),
  },
  {
    key: "gives",
    label: "Gives",
    narrow: "state",
    render: ({ gives }) =>
      gives.map((variant) => {
        const word = variantWord(flag, variant);
        return (
          <State key={variant} tone={variant === flag.about?.offVariant ? "idle" : "info"}>
            {word === "off" ? "Off" : word === "on" ? "On" : word}
          </State>
        );
      }),
  },
  {
    key: "customers",
    label: "Customers",
    right: true,
    render: ({ customers }) => (customers === null ? <Quiet>–</Quiet> : count(customers)),
  },
];

/** The way through a flag, in the order in which it is asked; the first that matches decides. Edited in place. */
export function WhoDecides({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const [editing, setEditing] = useState(false);
  const { nameOf } = useSegments();
  const needs = place.rules.prerequisites.length;
  const meta = `kill ${place.killed ? "engaged: nothing below counts" : "not engaged"} · ${needs === 0 ? "needs no other flag" : `needs ${String(needs)} other ${needs === 1 ? "flag" : "flags"}`} · then the first that matches`;
  if (editing)
    return (
      <Panel title="Who decides" meta={meta} padded>
        <RulesEditor key={place.id} flag={flag} place={place} onClose={() => setEditing(false)} />
      </Panel>
    );
  const edit = <CommandButton needs="flag.write" size="small" onClick={() => setEditing(true)}>Edit the rules</CommandButton>;
  return (
    <Panel title="Who decides" meta={meta} foot={edit}>
      <GroupRows
        label="Who decides"
        rows={decidingSteps(place, nameOf)}
        columns={columnsFor(flag)}
        keyOf={({ number }) => String(number)}
      />
    </Panel>
  );
}
