import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { counted } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { useAsOf } from "../shell/useAsOf.ts";
import { failedSignInsDocument } from "./personDocuments.ts";
import type { FailedSignIns as Failures } from "./personDocuments.ts";

const nothing = {};
const events = ["SignInsFailed"];

/** "from 203.0.113.9 and 4 more". */
export function fromWords({ addresses, addressCount }: Pick<Failures, "addresses" | "addressCount">): string {
  const shown = addresses.slice(0, 2);
  const more = addressCount - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${String(more)} more` : ""}`;
}

const columns: readonly Column<Failures>[] = [
  {
    key: "who",
    label: "As",
    narrow: "title",
    render: ({ person }) => (person === null ? <Quiet>names that nobody has</Quiet> : <Person name={person.name} />),
  },
  {
    key: "tries",
    label: "Tries",
    grow: true,
    render: ({ failed, refused }) => (
      <>
        {counted(failed + refused, "try", "tries")}
        {refused > 0 ? <Quiet>, {refused} refused unseen</Quiet> : null}
      </>
    ),
  },
  { key: "from", label: "From", narrow: "hide", render: (row) => <Quiet>{fromWords(row)}</Quiet> },
  { key: "until", label: "Last", narrow: "state", render: ({ until }) => <RelativeTime at={until} /> },
];

/** Sign-ins that failed, for administrators; nothing where none did. They are added up over some minutes. */
export function FailedSignIns() {
  const read = useRead(failedSignInsDocument, nothing, { now: true });
  useLogRefresh(events, ["read", "FailedSignIns"]);
  const rows = read.data?.failedSignIns ?? [];
  const { asOf } = useAsOf();
  // rights and who tried them are those of now: a look back shows none of it
  if (rows.length === 0 || asOf !== null) return null;
  return (
    <Panel title="Sign-ins that failed" meta="added up over some minutes">
      <GroupRows label="Sign-ins that failed" columns={columns} rows={rows} keyOf={({ person, until }) => `${person?.id ?? ""} ${until}`} />
    </Panel>
  );
}
