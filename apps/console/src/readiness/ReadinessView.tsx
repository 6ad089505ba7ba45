import Button from "@mui/material/Button";
import type { ResultOf } from "@ballast/schema/graphql";
import { useState } from "react";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useOpenedByLink } from "../data/openedByLink.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { download, toCsv } from "../lists/csv.ts";
import { OptionList } from "../lists/OptionList.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { FilterPill } from "../marks/FilterPill.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { KeyboardHints } from "../marks/Text.tsx";
import { dayWords } from "../promises/Due.tsx";
import { useActOnNow } from "../shell/actOnNow.tsx";
import { ExemptionsPanel, OffListPanel, PeoplePanel } from "./CardPanels.tsx";
import { CellDialog, type CellAct } from "./CellDialog.tsx";
import { AskDialog, DecideDialog, ExemptDialog, MadeDialog, ReadDialog, OwnerDialog, StateDialog } from "./CellDialogs.tsx";
import styles from "./Readiness.module.css";
import { monthsDocument, publishChecks, readinessEvents, sampleDocument, scorecardDocument } from "./readinessDocuments.ts";
import type { Shown } from "./readinessDocuments.ts";
import { csvColumns, footWords } from "./readinessWords.ts";
import { MonthStrip, ScorecardTable } from "./ScorecardTable.tsx";

const nothing = {};

type Sample = ResultOf<typeof sampleDocument>["sampleChecks"];

/** Begins with the sample set. */
function StartDialog({ sample, onClose }: { sample: Sample | undefined; onClose: () => void }) {
  const give = useCommand(publishChecks);
  return (
    <ConfirmCommand
      draft={null}
      open
      focused
      onClose={onClose}
      title={`Start from version ${String(sample?.version ?? 1)} of the sample set?`}
      confirm="Hold services to these checks"
      preview={
        sample === undefined ? undefined : (
          <ul className={styles.evidence}>
            {sample.checks.map(({ checkId, name, asks }) => <li key={checkId}><strong>{name}</strong>: {asks}</li>)}
          </ul>
        )
      }
      act={async () => void (await give({}))}
    />
  );
}

/** Nobody is held to anything yet. */
function NoChecks() {
  const [starting, setStarting] = useState(false);
  const { data } = useRead(sampleDocument, nothing, { now: true });
  const version = data?.sampleChecks.version ?? 1;
  const start = (
    <CommandButton needs="readiness.rule" first onClick={() => setStarting(true)}>
      Start from version {version} of the sample set
    </CommandButton>
  );
  return (
    <>
      <ViewHeader title="Readiness" summary="No service is held to anything yet." />
      <Panel>
        <EmptyState title="No checks yet" action={start}>
          Start from version {version} of the sample set, and change it as you see fit.
        </EmptyState>
      </Panel>
      {starting ? <StartDialog sample={data?.sampleChecks} onClose={() => setStarting(false)} /> : null}
    </>
  );
}

/** What is open: a cell, named by service and check as links do, and what is done there. */
interface Opened {
  readonly service: string;
  readonly check: string;
  readonly act: CellAct | null;
}

const readOpened = (asked: string | null): Opened | null => {
  const [service, check] = asked?.split("/") ?? [];
  return service === undefined || check === undefined ? null : { service, check, act: null };
};

/** The dialog of the cell that is open, as it is now. */
function OpenedCell({ card, opened, set }: { card: Shown["scorecard"]; opened: Opened; set: (opened: Opened | null) => void }) {
  const begin = useActOnNow();
  const service = card.services.find(({ key }) => key === opened.service);
  const cell = service?.checks.find(({ check }) => check.checkId === opened.check);
  if (service === undefined || cell === undefined) return null;
  const close = (): void => set(null);
  const props = { service, cell, onClose: close };
  const exemption = cell.exemption ?? cell.asked;
  switch (opened.act) {
    case null:
      return <CellDialog {...props} act={(act) => begin(() => set({ ...opened, act }))} />;
    case "state":
      return <StateDialog {...props} />;
    case "exempt":
      return <ExemptDialog {...props} />;
    case "ask":
      return <AskDialog services={[service]} checkId={cell.check.checkId} onClose={close} />;
    case "made":
      return <MadeDialog {...props} />;
    case "read":
      return <ReadDialog {...props} />;
    default:
      return exemption === null ? null : <DecideDialog exemption={exemption} decision={opened.act} onClose={close} />;
  }
}

interface CardProps {
  shown: Shown;
  tier: number | null;
  setTier: (tier: number | null) => void;
}

const tiers = ["1", "2", "3", "4"].map((tier) => [tier, `tier ${tier}`] as const);

function Card({ shown, tier, setTier }: CardProps) {
  const { scorecard: card, policies, trainings, technologies } = shown;
  const { checkSet, services, exemptions, offList, at } = card;
  const [asked, forget] = useOpenedByLink("cell");
  const [chosen, setChosen] = useState<Opened | null>(null);
  const [owning, setOwning] = useState<string | null>(null);
  const months = useRead(monthsDocument, tier === null ? nothing : { tier }, { keep: true });
  const begin = useActOnNow();
  const opened = chosen ?? readOpened(asked);
  const open = (next: Opened | null): void => {
    setChosen(next);
    forget();
  };
  const owner = services.find(({ key }) => key === owning);
  return (
    <div className={styles.stack}>
      <Panel
        foot={
          <>
            <span>{footWords(card)}</span>
            <KeyboardHints hints={[["Enter", "what it rests on"], ["E", "exempt"], ["A", "ask the owner"]]} />
          </>
        }
      >
        <div className={styles.sentence}>
          <span className={styles.words}>
            <FilterPill
              name="Services of"
              value={tier === null ? "every tier" : `tier ${String(tier)}`}
              {...(tier === null ? {} : { onClear: () => setTier(null) })}
            >
              {(close) => (
                <OptionList
                  label="Tier"
                  options={tiers}
                  chosen={tier === null ? [] : [String(tier)]}
                  choose={(one) => { setTier(Number(one)); close(); }}
                />
              )}
            </FilterPill>
            against <Link className={styles.pill} to="/policies">{checkSet?.name}, version {checkSet?.version}</Link>
            as of <span className={styles.pill}>{dayWords(at.slice(0, 10))}</span>
          </span>
          <span>a check is a fact from the log where there is one</span>
        </div>
        {months.data === undefined ? null : <MonthStrip months={months.data.scorecard.months} />}
        {services.length === 0 ? (
          <EmptyState title="No service is shown">{tier === null ? "Register one under Services." : "None is of this tier."}</EmptyState>
        ) : (
          <ScorecardTable
            checks={checkSet?.checks ?? []}
            services={services}
            acts={{
              open: ({ key }, { check }) => open({ service: key, check: check.checkId, act: null }),
              exempt: ({ key }, { check, state }) => {
                if (state === "open" || state === "overdue") begin(() => open({ service: key, check: check.checkId, act: "exempt" }));
              },
              ask: ({ key }, { check, state }) => {
                if (state === "open" || state === "overdue") begin(() => open({ service: key, check: check.checkId, act: "ask" }));
              },
              own: ({ key }) => begin(() => setOwning(key)),
            }}
          />
        )}
      </Panel>
      <div className={styles.three}>
        <OffListPanel uses={offList} all={technologies.length} />
        <ExemptionsPanel
          exemptions={exemptions}
          open={({ service, checkId }) => {
            const key = services.find((one) => one.service.id === service.id)?.key;
            if (key !== undefined) open({ service: key, check: checkId, act: null });
          }}
        />
        <PeoplePanel policies={policies} trainings={trainings} />
      </div>
      {opened === null ? null : <OpenedCell card={card} opened={opened} set={open} />}
      {owner === undefined ? null : <OwnerDialog service={owner} onClose={() => setOwning(null)} />}
    </div>
  );
}

/** Services against what they are held to: who is not ready and why first. */
export function ReadinessView() {
  const [tier, setTier] = useState<number | null>(null);
  const [linked, forget] = useOpenedByLink("ask");
  const [asking, setAsking] = useState(false);
  const read = useRead(scorecardDocument, tier === null ? nothing : { tier }, { keep: true });
  useLogRefresh(readinessEvents, ["read", scorecardDocument.name]);
  useLogRefresh(readinessEvents, ["read", monthsDocument.name]);
  return (
    <ReadArea read={read} where="Readiness">
      {(shown) => {
        const { checkSet, services, summary, change, at } = shown.scorecard;
        if (checkSet === null) return <NoChecks />;
        const lines = services.flatMap((service) => service.checks.map((cell) => [service, cell] as const));
        const close = (): void => {
          setAsking(false);
          forget();
        };
        return (
          <>
            <ViewHeader
              title="Readiness"
              summary={`${summary}${change === "" ? "" : ` ${change}`}`}
              actions={
                <>
                  <Button component={Link} to="/policies">Checks and policies</Button>
                  <Button onClick={() => download(`readiness-${at.slice(0, 10)}.csv`, toCsv(csvColumns, lines))}>Export CSV</Button>
                  <CommandButton needs="readiness.write" first onClick={() => setAsking(true)}>Ask the owners</CommandButton>
                </>
              }
            />
            <Card shown={shown} tier={tier} setTier={setTier} />
            {asking || linked !== null ? <AskDialog services={services} onClose={close} /> : null}
          </>
        );
      }}
    </ReadArea>
  );
}
