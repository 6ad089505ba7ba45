import TextField from "@mui/material/TextField";
import Button from "@mui/material/Button";
import type { ReactNode } from "react";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { ReadArea } from "../data/ReadArea.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { count, counted } from "../data/words.ts";
import { Choice } from "../marks/Choice.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import styles from "./Customer.module.css";
import type { CustomerRecord } from "./customerDocuments.ts";
import { customerFlagsDocument, customerPlacesDocument, turningEvents } from "./customerFlagDocuments.ts";
import type { CustomerFlag } from "./customerFlagDocuments.ts";
import { FlagToggle } from "./FlagToggle.tsx";
import { applies, keyOf, rowsOf, untilWords } from "./flagRows.ts";
import type { Shown } from "./flagRows.ts";
import { TurnOne } from "./TurnDialog.tsx";
import { useAddress } from "./address.ts";

const A_FEW = 25;
const DAY_MS = 86_400_000;

/** What a customer gets of every flag where the view looks. */
export function useCustomerFlags(customer: string | null, environment: string) {
  const variables = useMemo(() => (customer === null ? null : { customer, environment }), [customer, environment]);
  const read = useRead(customerFlagsDocument, variables, { keep: true });
  useLogRefresh(turningEvents, ["read", customerFlagsDocument.name]);
  return read;
}

/** Where flags are turned; production in any case. */
export function usePlacesOfFlags(): readonly string[] {
  const known = useRead(customerPlacesDocument, {}).data?.flagPolicies.flatMap(({ environment }) => environment ?? []) ?? [];
  return known.includes("production") ? known : ["production", ...known];
}

function Until({ row, now }: { row: CustomerFlag; now: number }) {
  if (row.until === null) return <Quiet>{untilWords(row) ?? "–"}</Quiet>;
  const soon = Date.parse(row.until) - now < 2 * DAY_MS;
  return soon ? <State tone="attention"><RelativeTime at={row.until} /></State> : <RelativeTime at={row.until} />;
}

const columnsFor = (name: string, now: number, turn: (row: CustomerFlag) => void): readonly Column<CustomerFlag>[] => [
  {
    key: "flag",
    label: "Flag",
    narrow: "title",
    render: (row) => (
      <Link to={`/flags/${encodeURIComponent(keyOf(row))}?in=${encodeURIComponent(row.targeting.environment)}`}>
        <code className={styles.key} title={keyOf(row)}>{keyOf(row)}</code>
      </Link>
    ),
  },
  { key: "why", label: "Why", grow: true, render: ({ because }) => <span title={because}>{because}</span> },
  { key: "since", label: "Since", render: ({ since }) => <RelativeTime at={since} /> },
  { key: "until", label: "Until", narrow: "hide", render: (row) => <Until row={row} now={now} /> },
  { key: "gets", label: "Gets", narrow: "state", render: (row) => <FlagToggle row={row} name={name} turn={() => turn(row)} /> },
];

function Rows({ flags, customer }: { flags: readonly CustomerFlag[]; customer: Pick<CustomerRecord, "externalId" | "name"> }) {
  const { read, put } = useAddress();
  const asked = read("flags");
  const shown: Shown = asked === "hand" || asked === "all" ? asked : "apply";
  const text = read("flag") ?? "";
  const [most, setMost] = useState(A_FEW);
  const [turning, setTurning] = useState<CustomerFlag | null>(null);
  const now = useNow(60_000);
  const rows = rowsOf(flags, shown, text);
  return (
    <>
      <div className={styles.bar}>
        <Choice
          label="Which flags"
          value={shown}
          options={[
            ["apply", `${count(flags.filter(applies).length)} that apply`],
            ["hand", `By hand ${count(flags.filter(({ byHand }) => byHand).length)}`],
            ["all", `All ${count(flags.length)}`],
          ]}
          onChange={(next) => put({ flags: next === "apply" ? null : next })}
        />
        {flags.length > A_FEW || text !== "" ? (
          <TextField size="small" label="Find a flag" value={text} onChange={(event) => put({ flag: event.target.value })} />
        ) : null}
      </div>
      {rows.length === 0 ? (
        <EmptyState title={flags.length === 0 ? "No flags here yet" : "None of these"}>
          {flags.length === 0
            ? "What Ballast turns in this environment stands here."
            : `${counted(flags.length, "flag")} in all; nothing ${shown === "hand" ? "was set by hand" : "else is given"} here.`}
        </EmptyState>
      ) : (
        <GroupRows
          label="Flags it gets"
          rows={rows.slice(0, most)}
          columns={columnsFor(customer.name, now, setTurning)}
          keyOf={({ targeting }) => targeting.id}
          onKey={(row, { key }) => {
            if (key.toLowerCase() !== "t" || row.targeting.killed) return false;
            setTurning(row);
            return true;
          }}
        />
      )}
      {rows.length > most ? (
        <div className={styles.more}>
          <Button size="small" onClick={() => setMost(most + 100)}>
            Show {count(Math.min(100, rows.length - most))} more of {count(rows.length)}
          </Button>
        </div>
      ) : null}
      {turning === null ? null : <TurnOne row={turning} customer={customer} onClose={() => setTurning(null)} />}
    </>
  );
}

/** What a customer gets of the flags of an environment: why, since when, until when, and the toggle. */
export function CustomerFlags({
  customer, environment, where,
}: {
  customer: Pick<CustomerRecord, "externalId" | "name">;
  environment: string;
  /** Says which environment, or chooses another one. */
  where: ReactNode;
}) {
  const read = useCustomerFlags(customer.externalId, environment);
  return (
    <Panel
      title="Flags it gets"
      meta={where}
      foot="Turning a flag asks for a reason and an end, and shows what it does first. T on a row turns it."
    >
      <ReadArea read={read} where="Its flags">{({ customerFlags }) => <Rows flags={customerFlags} customer={customer} />}</ReadArea>
    </Panel>
  );
}
