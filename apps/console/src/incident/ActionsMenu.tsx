import Button from "@mui/material/Button";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useMemo, useState } from "react";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { useCommands } from "../shell/commands.ts";
import type { Command } from "../shell/commands.ts";
import type { IncidentDialog } from "./dialogs.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { nextStates } from "../response/incidentWords.ts";

/** Every command of an incident in words, those of its state only. */
export function commandsOf({
  state, imported, reference, open,
}: Pick<IncidentRecord, "state" | "imported" | "reference" | "open">): readonly (readonly [words: string, dialog: IncidentDialog])[] {
  const severity = [`Set the severity of ${reference}`, { kind: "severity" }] as const;
  if (imported) return [severity, [`Link a record to ${reference}`, { kind: "link" }]];
  const ways = nextStates[state];
  return [
    ...(ways.includes("resolved") ? [[`Resolve ${reference}`, { kind: "state", to: "resolved" }] as const] : []),
    ...(ways.length === 0 ? [] : [["Change the state", { kind: "state" }] as const]),
    ["Post an update", { kind: "update" }],
    ["Add an entry", { kind: "entry" }],
    ...(open ? [["Call somebody in", { kind: "callIn" }] as const, ["Take or give a role", { kind: "role" }] as const] : []),
    ...(state === "declined" || state === "merged" || state === "cancelled"
      ? [] : [["Choose its type", { kind: "type" }] as const, ["Set the conference link", { kind: "conference" }] as const]),
    ["Set the severity", { kind: "severity" }],
    ["Set the public impact", { kind: "publicImpact" }],
    ["A component is hurt", { kind: "interval" }],
    ["Link a record", { kind: "link" }],
    ["Describe it anew", { kind: "rename" }],
    ...(state === "resolved" || state === "closed"
      ? [["Record the review", { kind: "review" }] as const, ["Reopen it", { kind: "reopen" }] as const]
      : []),
    ...(open ? [["Merge it into another", { kind: "merge" }] as const] : []),
  ];
}

/** Offers the incident's commands in the palette while its view is open. */
export function useIncidentCommands(incident: IncidentRecord, act: (dialog: IncidentDialog) => void): void {
  const { state, imported, reference, open } = incident;
  const commands = useMemo<readonly Command[]>(
    () =>
      commandsOf({ state, imported, reference, open }).map(([title, dialog]) => ({
        id: `incident-${title}`, title: title.includes(reference) ? title : `${title}: ${reference}`, group: "Do", icon: "incidents",
        run: () => act(dialog),
      })),
    [state, imported, reference, open, act],
  );
  useCommands(commands);
}

/** The commands that have no button of their own. */
export function ActionsMenu({
  incident, shown, act,
}: {
  incident: IncidentRecord;
  shown: readonly IncidentDialog["kind"][];
  act: (dialog: IncidentDialog) => void;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const begin = useActOnNow();
  const rest = commandsOf(incident).filter(
    ([, dialog]) => !shown.includes(dialog.kind) || (dialog.kind === "state" && dialog.to === undefined),
  );
  return (
    <>
      <Button aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(event.currentTarget)}>
        More
      </Button>
      <Menu
        anchorEl={anchor}
        open={anchor !== null}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: "bottom", horizontal: "right" }}
        transformOrigin={{ vertical: "top", horizontal: "right" }}
      >
        {rest.map(([words, dialog]) => (
          <MenuItem
            key={words}
            onClick={() => {
              setAnchor(null);
              begin(() => act(dialog));
            }}
          >
            {words}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
