import TextField from "@mui/material/TextField";
import { minutesFigure } from "@ballast/schema/badMinutes";
import { useRef, useState } from "react";
import { Link } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Shape, State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { dayWords } from "../promises/Due.tsx";
import styles from "./Readiness.module.css";
import { linkTechnologyRisk, registerTechnologyRisk } from "./readinessDocuments.ts";
import type { Exemption, OffList, Shown } from "./readinessDocuments.ts";
import { missingWords } from "./readinessWords.ts";

/** Registers a risk that carries a technology off the list, and links the two. */
function RiskDialog({ use: { technology, services }, onClose }: { use: OffList; onClose: () => void }) {
  const draft = useDraft("readiness.risk", technology.id);
  const [then, setThen] = useDraftState(draft, "then", "nobody here can mend it quickly");
  const register = useCommand(registerTechnologyRisk, draft);
  const link = useCommand(linkTechnologyRisk, draft);
  // Where linking fails, the second press links the risk that the first one registered.
  const registered = useRef<string | null>(null);
  const until = technology.instead === null ? "it is on the list, or gone" : `${technology.instead} has taken its place`;
  const act = async (): Promise<void> => {
    registered.current ??= (await register({
      title: `${technology.name} is off the list`, category: "technology", services: services.map(({ slug }) => slug),
      statement: { if: `${technology.name} fails or has to be changed`, then: then.trim(), until },
    })).risk?.id ?? null;
    if (registered.current !== null)
      await link({ riskId: registered.current, kind: "technology", recordId: technology.id, note: "off the list" });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Make ${technology.name} a risk?`}
      confirm={`Register a risk for ${technology.name}`}
      ready={then.trim() !== ""}
      preview={
        <p>
          You own it; it concerns {services.map(({ name }) => name).join(", ")}, holds until {until}, and stands in no sum until somebody
          estimates it.
        </p>
      }
      act={act}
    >
      <TextField
        label={`If ${technology.name} fails or has to be changed, then …`}
        required
        value={then}
        onChange={(event) => setThen(event.target.value)}
      />
    </ConfirmCommand>
  );
}

/** What is off the list, and which risk carries it. */
export function OffListPanel({ uses, all }: { uses: readonly OffList[]; all: number }) {
  const [making, setMaking] = useState<OffList | null>(null);
  return (
    <Panel
      title="Off the list, as risks"
      meta={`${String(uses.length)} of ${String(all)} technologies`}
      foot={<>From what services say, lock files and SBOMs.</>}
    >
      {uses.length === 0 ? (
        <EmptyState title={all === 0 ? "The list is empty" : "Everything is on the list"}>
          {all === 0 ? "Put technologies on it under Checks and policies." : "As far as services have said what they are made with."}
        </EmptyState>
      ) : (
        <GroupRows
          label="Technologies off the list"
          rows={uses}
          keyOf={({ technology }) => technology.id}
          columns={[
            {
              key: "technology",
              label: "Technology",
              narrow: "title",
              render: ({ technology: { name, instead } }) => (
                <><strong>{name}</strong>{instead === null ? null : <Quiet> instead {instead}</Quiet>}</>
              ),
            },
            { key: "in", label: "In", render: ({ services }) => services.map(({ name }) => name).join(", ") },
            {
              key: "carried",
              label: "Carried by",
              narrow: "state",
              render(use) {
                const [risk] = use.risks;
                if (risk === undefined) return (
                  <SmallButton needs="risk.write" onClick={() => setMaking(use)}>Make it a risk…</SmallButton>
                );
                return (
                  <Link to={`/risks/${encodeURIComponent(risk.id)}`}>
                    <Shape tone="bad" /> {risk.reference}{risk.minutesAYear === null ? "" : `, ${minutesFigure(risk.minutesAYear)} min`}
                  </Link>
                );
              },
            },
          ]}
        />
      )}
      {making === null ? null : <RiskDialog use={making} onClose={() => setMaking(null)} />}
    </Panel>
  );
}

/** An exemption ends soon when so many days are left. */
const SOON = 14;

const exemptionState = ({ state, until, daysLeft }: Exemption) =>
  state === "asked" ? (
    <State tone="attention">Asked for</State>
  ) : daysLeft <= SOON ? (
    <State tone="attention">{dayWords(until)}, {daysLeft} d</State>
  ) : (
    <State tone="planned">to {dayWords(until)}</State>
  );

/** Exemptions that hold or wait, those that end first first. */
export function ExemptionsPanel({ exemptions, open }: { exemptions: readonly Exemption[]; open: (exemption: Exemption) => void }) {
  const soon = exemptions.filter(({ holds, daysLeft }) => holds && daysLeft <= SOON);
  const [first] = soon;
  const ending = soon.length === 0 ? "" : `, ${soon.length === 1 ? "one ends" : `${String(soon.length)} end`} soon`;
  return (
    <Panel title="Exemptions" meta={`${String(exemptions.length)}${ending}`}>
      {exemptions.length === 0 ? (
        <EmptyState title="Nothing is exempt">Somebody asks for an exemption at a cell, somebody else decides on it.</EmptyState>
      ) : (
        <ul className={styles.list}>
          {exemptions.map((exemption) => (
            <li key={exemption.exemptionId}>
              <span className={styles.line}>
                <button type="button" className={styles.plain} onClick={() => open(exemption)}>
                  <strong>{exemption.service.name}, {exemption.checkName}</strong>
                </button>
                {exemptionState(exemption)}
              </span>
              <span className={styles.note}>
                {exemption.reason}; asked by {exemption.askedBy?.name ?? "somebody who has left"}
                {exemption.decidedBy === null ? "" : `, given by ${exemption.decidedBy.name}`}
              </span>
            </li>
          ))}
          {first === undefined ? null : (
            <li>
              On {dayWords(first.until)} {first.checkName} of {first.service.name} is asked for again,
              unless somebody grants another exemption.
            </li>
          )}
        </ul>
      )}
    </Panel>
  );
}

interface Asked {
  id: string;
  name: string;
  to: string;
  good: number;
  all: number;
  missing: readonly { readonly name: string }[];
}

function AskedLine({ name, to, good, all, missing }: Asked) {
  const tone = good === all ? "good" : good === 0 ? "bad" : "attention";
  return (
    <li>
      <span className={styles.line}>
        <Link to={to}>{name}</Link>
        <span className={styles.side}>
          <span className={styles.track} aria-hidden>
            <span className={styles.fill} data-tone={tone} style={{ width: `${String(all === 0 ? 0 : (100 * good) / all)}%` }} />
          </span>
          <Shape tone={all === 0 ? "idle" : tone} /> {good} of {all}
        </span>
      </span>
      {good === all ? null : <span className={styles.note}>missing: {missingWords(missing, all - good)}</span>}
    </li>
  );
}

/** Who has acknowledged policies, and whose training counts. */
export function PeoplePanel({ policies, trainings }: Pick<Shown, "policies" | "trainings">) {
  const lines: readonly Asked[] = [
    ...policies.map(({ id, name, version, asked, acknowledged, missing }): Asked => ({
      id, name: `${name}, version ${String(version)}`, to: `/policies/${encodeURIComponent(id)}`, good: acknowledged, all: asked, missing,
    })),
    ...trainings.map(({ id, name, asked, current, missing }): Asked => ({ id, name, to: "/policies", good: current, all: asked, missing })),
  ];
  return (
    <Panel title="People" meta="policies and training">
      {lines.length === 0
        ? <EmptyState title="Nothing is asked of people" action={<Link to="/policies">Checks and policies</Link>} />
        : <ul className={styles.list}>{lines.map((line) => <AskedLine key={line.id} {...line} />)}</ul>}
    </Panel>
  );
}
