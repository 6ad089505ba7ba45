import TextField from "@mui/material/TextField";
import { useState } from "react";
import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { Shape, State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { DayField } from "../promises/DayField.tsx";
import { dayWords, Due } from "../promises/Due.tsx";
import { InputsFields } from "./InputsFields.tsx";
import { noInputs, numbersOf, type TypedInputs } from "./inputs.ts";
import styles from "./Risk.module.css";
import { beginMitigation, deliverMitigation, moveMitigationDue, planMitigation } from "./riskCommands.ts";
import type { MitigationLine, RiskRecord } from "./riskDocuments.ts";
import { figure, mitigationState, provenWords } from "./riskWords.ts";

type Doing = { readonly what: "plan" } | { readonly what: "move" | "begin" | "deliver"; readonly mitigation: MitigationLine };

/** What is done about a risk, what each takes off, and what it waits for. */
export function MitigationsPanel({
  risk, mayChange, mayChangeOf,
}: {
  risk: RiskRecord;
  mayChange: boolean;
  mayChangeOf: (ownerId: string) => boolean;
}) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const { mitigations, afterMitigations, minutesAYear } = risk;
  const open = mitigations.some(({ status }) => status === "planned" || status === "inProgress");
  const meta = open && afterMitigations !== null && minutesAYear !== null
    ? `${figure(minutesAYear)} → ${figure(afterMitigations.minutesAYear)} min a year when all are done` : undefined;
  const proofs = mitigations.flatMap((mitigation) => {
    const test = mitigation.effects.find((effect) => effect.risk.id === risk.id)?.test ?? null;
    return test === null ? [] : [`${mitigation.reference}: ${provenWords(test)}`];
  });
  return (
    <Panel title="Mitigations" meta={meta}>
      {mitigations.length === 0 ? <EmptyState title="Nothing is done about it yet" /> : (
        <GroupRows
          label="Mitigations"
          rows={mitigations}
          columns={columnsFor(risk, ({ owner }) => mayChangeOf(owner.id), setDoing)}
          keyOf={({ id }) => id}
        />
      )}
      {mayChange && risk.closed === null ? (
        <div className={styles.padded}>
          <SmallButton needs="risk.own" onClick={() => setDoing({ what: "plan" })}>
            Plan a mitigation…
          </SmallButton>
        </div>
      ) : null}
      {proofs.map((words) => (
        <div key={words} className={styles.note}>
          {words}
        </div>
      ))}
      {doing === null ? null : <MitigationDialog risk={risk} doing={doing} onClose={() => setDoing(null)} />}
    </Panel>
  );
}

function columnsFor(
  risk: RiskRecord,
  mayChange: (row: MitigationLine) => boolean,
  begin: (doing: Doing) => void,
): readonly Column<MitigationLine>[] {
  return [
    { key: "title", label: "Mitigation", narrow: "title", grow: true, render: ({ reference, title }) => <><b>{reference}</b> {title}</> },
    { key: "owner", label: "Owner", narrow: "hide", render: ({ owner }) => <Person name={owner.name} /> },
    {
      key: "due", label: "Due",
      render: (mitigation) => (
        <Due promised={mitigation}>
          {mitigation.realDueOn > mitigation.dueOn ? <Quiet> really {dayWords(mitigation.realDueOn)}</Quiet> : null}
        </Due>
      ),
    },
    {
      key: "needs",
      label: "Needs",
      narrow: "hide",
      render: ({ needs, waitsFor }) =>
        needs.length === 0 ? (
          <Quiet>–</Quiet>
        ) : (
          <>
            {needs.map(({ id, reference }) => (
              <span key={id}>
                {waitsFor.some((other) => other.id === id) ? <Shape tone="attention" label="still to come" /> : null} {reference}{" "}
              </span>
            ))}
          </>
        ),
    },
    {
      key: "effect", label: "Effect", narrow: "hide",
      render: ({ effects }) => {
        const effect = effects.find((known) => known.risk.id === risk.id);
        if (effect?.test !== null && effect?.test !== undefined) return <Quiet>{effect.test.proven ? "proven" : "not proven"}</Quiet>;
        return effect?.saves === null || effect?.saves === undefined || effect.saves === 0 ? (
          <Quiet>–</Quiet>
        ) : (
          `−${figure(effect.saves)} min`
        );
      },
    },
    {
      key: "state", label: "State", narrow: "state",
      render(row) {
        const { words, tone } = mitigationState(row);
        return <><State tone={tone}>{words}</State>{row.release === null ? null : <> <Version>{row.release.version}</Version></>}</>;
      },
    },
    {
      key: "act",
      label: "",
      right: true,
      render: (row) =>
        !mayChange(row) || row.status === "delivered" || row.status === "givenUp" ? null : (
          <>
            {row.status === "planned" ? (
              <SmallButton needs="risk.own" onClick={() => begin({ what: "begin", mitigation: row })}>
                Begin
              </SmallButton>
            ) : null}
            <SmallButton needs="risk.own" onClick={() => begin({ what: "move", mitigation: row })}>
              Move…
            </SmallButton>
            <SmallButton needs="risk.own" onClick={() => begin({ what: "deliver", mitigation: row })}>
              Deliver…
            </SmallButton>
          </>
        ),
    },
  ];
}

function MitigationDialog({ risk, doing, onClose }: { risk: RiskRecord; doing: Doing; onClose: () => void }) {
  if (doing.what === "plan") return <PlanDialog risk={risk} onClose={onClose} />;
  return <ChangeDialog doing={doing} onClose={onClose} />;
}

function PlanDialog({ risk, onClose }: { risk: RiskRecord; onClose: () => void }) {
  const draft = useDraft("mitigation.plan", risk.id);
  const [title, setTitle] = useDraftState(draft, "title", "");
  const [dueOn, setDue] = useDraftState(draft, "dueOn", "");
  const [typed, setTyped] = useDraftState<TypedInputs>(draft, "inputs", noInputs);
  const [ownerId, setOwner] = useDraftState(draft, "owner", "");
  const give = useCommand(planMitigation, draft);
  const effect = numbersOf(typed);
  const act = async (): Promise<void> =>
    void (await give({
      title: title.trim(), riskIds: [risk.id], dueOn, ...(ownerId === "" ? {} : { ownerId }),
      effects: Object.keys(effect).length === 0 ? [] : [{ riskId: risk.id, ...effect }],
    }));
  return (
    <ConfirmCommand
      draft={draft} open onClose={onClose} title={`Plan a mitigation of ${risk.reference}`} confirm="Plan it"
      ready={title.trim() !== "" && dueOn !== ""}
      preview={
        <p>
          The day is a promise: it can be moved, with a reason, and every day that was promised is kept. What it changes of the risk may
          stay empty.
        </p>
      }
      act={act}
    >
      <TextField label="What is done" autoFocus required value={title} onChange={(event) => setTitle(event.target.value)} />
      <DayField value={dueOn} set={setDue} required />
      <InputsFields typed={typed} set={setTyped} />
      <PersonField label="Who does it" value={ownerId} set={setOwner} empty="Yourself" />
    </ConfirmCommand>
  );
}

const questions = { move: "Promise another day for", begin: "Begin", deliver: "Deliver" } as const;

function ChangeDialog({ doing: { what, mitigation }, onClose }: { doing: Exclude<Doing, { what: "plan" }>; onClose: () => void }) {
  const draft = useDraftOf(mitigation, `mitigation.${what}`, mitigation.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [dueOn, setDue] = useDraftState(draft, "dueOn", mitigation.dueOn);
  const [becauseOf] = mitigation.waitsFor;
  const move = useCommand(moveMitigationDue, draft);
  const begin = useCommand(beginMitigation, draft);
  const deliver = useCommand(deliverMitigation, draft);
  const act = async (): Promise<void> => {
    const at = { mitigationId: mitigation.id };
    if (what === "move")
      await move(
        { ...at, dueOn, reason: reason.trim(), ...(becauseOf === undefined ? {} : { becauseOf: becauseOf.id }) },
      );
    if (what === "begin") await begin(at);
    if (what === "deliver") await deliver({ ...at, note: reason.trim() });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`${questions[what]} ${mitigation.reference}?`}
      confirm={`${questions[what]} ${mitigation.reference}`}
      ready={what !== "move" || (reason.trim() !== "" && dueOn !== mitigation.dueOn && dueOn !== "")}
      preview={
        <p>
          {what === "deliver"
            ? "Whether it helps, what happens from now on tells: it is tested against what happened before."
            : `${mitigation.title}, promised for ${dayWords(mitigation.dueOn)}.`}
        </p>
      }
      act={act}
    >
      {what === "move" ? <DayField value={dueOn} set={setDue} required /> : null}
      {what === "begin" ? null : (
        <TextField
          label={what === "move" ? "Why" : "What to know of it (may stay empty)"}
          required={what === "move"}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      )}
    </ConfirmCommand>
  );
}
