import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useId } from "react";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { Facts } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { dayWords } from "../promises/Due.tsx";
import styles from "./Readiness.module.css";
import type { CheckScore, ServiceScore } from "./readinessDocuments.ts";
import { cellWords } from "./readinessWords.ts";

/** What is done from a cell. */
export type CellAct = "state" | "exempt" | "grant" | "refuse" | "end" | "ask" | "made" | "read";

function exemptionWords({ exemption, asked }: CheckScore): string | null {
  if (exemption !== null)
    return `Until ${dayWords(exemption.until)}, granted by ${exemption.decidedBy?.name ?? "somebody"}: ${exemption.reason}`;
  return asked === null ? null : `${asked.askedBy?.name ?? "Somebody"} asks for one until ${dayWords(asked.until)}: ${asked.reason}`;
}

/** What a cell rests on, and what can be done about it. */
export function CellDialog({
  service, cell, act, onClose,
}: {
  service: ServiceScore;
  cell: CheckScore;
  act: (act: CellAct) => void;
  onClose: () => void;
}) {
  const id = useId();
  const { check, state, fact, evidence, until, exemption, asked, ownerAskedOn } = cell;
  const lacking = state === "open" || state === "overdue";
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{service.service.name}, {check.name}</DialogTitle>
      <DialogContent>
        <Facts
          facts={[
            ["Asks", check.asks],
            ["Rests on", check.rests],
            ["Stands", <State key="state" tone={cellWords[state].tone}>{fact}</State>],
            ...(until === null ? [] : [["Until", dayWords(until)] as const]),
            ...(exemption === null && asked === null ? [] : [["Exemption", exemptionWords(cell)] as const]),
            ...(ownerAskedOn === null ? [] : [["Owner asked", dayWords(ownerAskedOn)] as const]),
            ["Evidence", evidence.length === 0 ? "none" : (
              <ul key="evidence" className={styles.evidence}>
                {evidence.map(({ says, url }) => <li key={says}>{url === null ? says : <Link to={url}>{says}</Link>}</li>)}
              </ul>
            )],
          ]}
        />
        <div className={styles.buttons}>
          {check.fact === null ? (
            <CommandButton needs="readiness.own" first={lacking} onClick={() => act("state")}>State it…</CommandButton>
          ) : null}
          {check.fact === "technologiesListed" ? (
            <CommandButton needs="readiness.own" onClick={() => act("made")}>Say what it is made with…</CommandButton>
          ) : null}
          {check.fact === "runbookRead" ? (
            <CommandButton needs="readiness.own" first={lacking} onClick={() => act("read")}>I have read it…</CommandButton>
          ) : null}
          {asked === null ? null : (
            <>
              <CommandButton needs="readiness.rule" first onClick={() => act("grant")}>Grant the exemption…</CommandButton>
              <CommandButton needs="readiness.rule" danger onClick={() => act("refuse")}>Refuse it…</CommandButton>
            </>
          )}
          {exemption === null && asked === null ? null : (
            <CommandButton needs="readiness.own" onClick={() => act("end")}>
              {exemption === null ? "Take it back…" : "End the exemption…"}
            </CommandButton>
          )}
          {lacking && asked === null ? (
            <>
              <CommandButton needs="readiness.own" onClick={() => act("exempt")}>Ask to be exempted…</CommandButton>
              <CommandButton needs="readiness.write" onClick={() => act("ask")}>Ask the owner…</CommandButton>
            </>
          ) : null}
        </div>
      </DialogContent>
      <DialogActions><Button onClick={onClose}>Close</Button></DialogActions>
    </Dialog>
  );
}
