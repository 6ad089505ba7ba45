import { Link } from "react-router";
import { counted } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import type { FlagChange, FlagRecord } from "./flagDocuments.ts";
import { changeWords, flagName, flagSentence, setTo } from "./flagWords.ts";

/** What brought it: the release that is known here, else what the source names. */
function Brought({ change: { release, version, commit } }: { change: FlagChange }) {
  if (release !== null) return <Link to={`/releases/${encodeURIComponent(release.id)}`}><Version>{release.version}</Version></Link>;
  if (version !== null) return <Version>{version}</Version>;
  return commit === null ? <Quiet>–</Quiet> : <Version>{commit.slice(0, 10)}</Version>;
}

const columns: readonly Column<FlagChange>[] = [
  { key: "at", label: "When", narrow: "meta", render: ({ at }) => <RelativeTime at={at} /> },
  {
    key: "what",
    label: "What",
    grow: true,
    narrow: "title",
    render: (change) => <span title={changeWords(change)}>{changeWords(change)}</span>,
  },
  { key: "who", label: "Who", narrow: "hide", render: ({ who }) => who ?? <Quiet>–</Quiet> },
  { key: "by", label: "Brought by", render: (change) => <Brought change={change} /> },
  { key: "note", label: "Note", narrow: "hide", render: ({ note }) => (note === "" ? <Quiet>–</Quiet> : <Quiet>{note}</Quiet>) },
];

/** A flag of another system: what it is set to, and everything that changed it. */
export function ObservedFlag({ flag }: { flag: FlagRecord }) {
  const changes = flag.changes.toReversed();
  return (
    <>
      <ViewHeader title={flagName(flag)} summary={flagSentence(flag)} />
      <Columns
        side={
          <Panel title="The flag" padded>
            <Facts
              facts={[
                [
                  "State",
                  <State key="s" tone={flag.present ? "info" : "idle"}>
                    {flag.present ? "There" : "Removed"}
                  </State>,
                ],
                ["Set to", setTo(flag)],
                [
                  "Service",
                  flag.service === null ? null : (
                    <Link key="l" to={`/services/${flag.service.slug}`}>
                      {flag.service.name}
                    </Link>
                  ),
                ],
                ["Environment", flag.environment],
                ["Changed", <RelativeTime key="t" at={flag.changedAt} />],
              ]}
            />
          </Panel>
        }
      >
        <Panel title="Changes" meta={`${counted(changes.length, "change")}, newest first`}>
          <GroupRows label="What changed it" rows={changes} columns={columns} keyOf={({ seq }) => String(seq)} />
        </Panel>
      </Columns>
    </>
  );
}
