import MenuItem from "@mui/material/MenuItem";
import { CommandButton } from "../data/CommandButton.tsx";
import { holdersOf, useMay } from "../data/may.ts";
import { MenuButton } from "../lists/MenuButton.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { useNow } from "../marks/now.ts";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import { AskedLine } from "./AskedLine.tsx";
import type { FlagLine, FlagStanding } from "./flagDocuments.ts";
import { FlagName, PlacePills, Turned } from "./FlagMarks.tsx";
import { setTo } from "./flagWords.ts";
import { incidentOf } from "./openIncident.ts";
import { endOf, healthOf, lineSentence, placeTone, shownIn } from "./standings.ts";
import type { OpenIncident } from "../turning/turningDocuments.ts";

/** What a press on a row begins. */
export type Begin = (what: "kill" | "release", row: FlagLine, standing: FlagStanding) => void;

/** Kill stands in the row while the flag moves, or an incident is open on its services; else in its menu: nobody presses it in passing. */
function RowAction({ row, standing, urgent, begin }: { row: FlagLine; standing: FlagStanding; urgent: boolean; begin: Begin }) {
  const may = useMay("flag.kill");
  if (!may)
    return (
      <span title={`Killing it needs the role ${holdersOf("flag.kill")}`}>
        <Quiet>–</Quiet>
      </span>
    );
  if (standing.killed)
    return (
      <CommandButton needs="flag.kill" size="small" onClick={() => begin("release", row, standing)}>
        Release
      </CommandButton>
    );
  if (standing.state === "ramping" || (urgent && placeTone(standing) !== "idle"))
    return (
      <CommandButton needs="flag.kill" danger size="small" onClick={() => begin("kill", row, standing)}>
        Kill
      </CommandButton>
    );
  return (
    <MenuButton words={<span aria-label={`More for ${row.name}`}>⋯</span>}>
      {(close) => (
        <MenuItem
          onClick={() => {
            close();
            begin("kill", row, standing);
          }}
        >
          Kill {row.name}…
        </MenuItem>
      )}
    </MenuButton>
  );
}

function Ends({ row }: { row: FlagLine }) {
  const now = useNow(600_000);
  const zone = useZone();
  if (row.details === null) return <Quiet>–</Quiet>;
  const end = endOf(row, now);
  if (end === null) return <Quiet>no end</Quiet>;
  return end.over ? <State tone="bad">{end.days} d over</State> : <span>{shortDate(Date.parse(row.details.expiresAt ?? ""), zone)}</span>;
}

/** What a row says of a flag, in an environment or where it needs a look most. */
export const columnsFor = (
  environment: string | undefined,
  now: number,
  { begin, incidents }: { readonly begin: Begin; readonly incidents: readonly OpenIncident[] },
): readonly Column<FlagLine>[] => {
  const of = (row: FlagLine): FlagStanding | undefined => shownIn(row, environment);
  return [
    // Who is to clean it up is said where it is to be.
    { key: "key", label: "Flag", narrow: "title", render: (row) => <FlagName flag={row} owned={of(row)?.state === "toCleanUp"} /> },
    {
      key: "does",
      label: environment === undefined ? "What it does" : `In ${environment}`,
      grow: true,
      render(row) {
        const standing = of(row);
        const words = standing?.sentence ?? (row.managed ? "Open nowhere yet" : setTo(row));
        return (
          <span title={words}>
            {environment === undefined && standing !== undefined && row.targetings.length > 1 ? (
              <Quiet>{standing.environment}: </Quiet>
            ) : null}
            {standing === undefined ? words : lineSentence(words)}
          </span>
        );
      },
    },
    {
      key: "places",
      label: "Everywhere",
      narrow: "hide",
      render: (row) => (row.managed ? <PlacePills places={row.targetings} /> : <Quiet>{row.service?.slug ?? "–"}</Quiet>),
    },
    {
      key: "asked",
      label: "Asked, 24 h",
      narrow: "hide",
      render: (row) => {
        const standing = of(row);
        return standing === undefined ? <Quiet>–</Quiet> : <AskedLine standing={standing} />;
      },
    },
    {
      key: "health",
      label: "Health",
      narrow: "state",
      render(row) {
        const standing = of(row);
        if (standing === undefined) return <State tone={row.present ? "info" : "idle"}>{row.present ? "There" : "Removed"}</State>;
        const { tone, words } = healthOf(standing, now);
        return <State tone={tone}>{words}</State>;
      },
    },
    {
      key: "at",
      label: "Changed",
      render: (row) => {
        const standing = of(row);
        return standing === undefined ? <RelativeTime at={row.changedAt} /> : <Turned by={standing.turnedBy} at={standing.turnedAt} />;
      },
    },
    { key: "ends", label: "Ends", narrow: "hide", render: (row) => <Ends row={row} /> },
    {
      key: "act",
      label: "",
      right: true,
      narrow: "hide",
      render: (row) => {
        const standing = of(row);
        const urgent = incidentOf(incidents, row.details?.services ?? []) !== null;
        return standing === undefined || !row.present ? null : <RowAction row={row} standing={standing} urgent={urgent} begin={begin} />;
      },
    },
  ];
};
