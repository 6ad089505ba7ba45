import { count } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { variantWord } from "./places.ts";
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
          <State key={variant} tone={word === "off" ? "idle" : "info"}>
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

/** The way through a flag, in the order in which it is asked; the first that matches decides. */
export function WhoDecides({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const needs = place.rules.prerequisites.length;
  return (
    <Panel
      title="Who decides"
      meta={`kill ${place.killed ? "engaged: nothing below counts" : "not engaged"} · ${needs === 0 ? "needs no other flag" : `needs ${String(needs)} other ${needs === 1 ? "flag" : "flags"}`} · then the first that matches`}
    >
      <GroupRows label="Who decides" rows={decidingSteps(place)} columns={columnsFor(flag)} keyOf={({ number }) => String(number)} />
    </Panel>
  );
}
