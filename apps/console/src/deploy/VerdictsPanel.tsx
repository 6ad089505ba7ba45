import { share } from "@ballast/schema/words";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import { useState } from "react";
import { count, counted, latency } from "../data/words.ts";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { Facts, Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { ClockTime } from "../marks/Time.tsx";
import styles from "./DeployView.module.css";
import type { DeployRecord, Verdict } from "./deployDocuments.ts";
import { stepReach, verdictOf } from "../rollout/deployStates.ts";
import { evidenceFacts } from "./evidence.ts";
import { ExampleRequests, FailingCustomers } from "./Failing.tsx";

function VerdictDialog({ verdict, onClose }: { verdict: Verdict; onClose: () => void }) {
  const { tone, words } = verdictOf(verdict);
  const numbers = (of: Verdict["canary"]): string =>
    of === null
      ? "no data"
      : `${share(of.errorsPer100k)} errors (${count(of.errors)} of ${counted(of.requests, "request")}), p50 ${latency(of.p50Ms)}, p95 ${latency(of.p95Ms)}`;
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-label="Verdict">
      <DialogTitle><State tone={tone}>{words}</State> {verdict.judge}</DialogTitle>
      <DialogContent>
        <p className={styles.reason}>{verdict.reason}</p>
        <Facts
          facts={[
            ["Look", `${verdict.look}${verdict.final ? ", the last of its step" : ""}`],
            [
              "Window",
              <span key="w">
                <ClockTime at={verdict.from} seconds /> to <ClockTime at={verdict.to} seconds />
              </span>,
            ],
            ["Canary", numbers(verdict.canary)],
            ["Baseline", numbers(verdict.baseline)],
            ...evidenceFacts(verdict.evidence),
          ]}
        />
        <FailingCustomers customers={verdict.failingCustomers} total={verdict.failingCustomerCount} />
        <ExampleRequests examples={verdict.examples} />
      </DialogContent>
      <DialogActions><Button onClick={onClose}>Close</Button></DialogActions>
    </Dialog>
  );
}

function columnsFor(deploy: DeployRecord, open: (verdict: Verdict) => void): readonly Column<Verdict>[] {
  const reach = (index: number): string => {
    const step = deploy.steps[index];
    return step === undefined ? "soak" : stepReach(step, deploy.steps[index - 1]?.percent ?? 0);
  };
  return [
    { key: "at", label: "At", render: ({ at }) => <ClockTime at={at} seconds />, narrow: "meta" },
    { key: "step", label: "Step", render: ({ step }) => reach(step), narrow: "meta" },
    { key: "judge", label: "Judge", render: ({ judge, reason }) => <span title={reason}>{judge}</span>, narrow: "title", grow: true },
    { key: "canary", label: "Canary", right: true, render: ({ canary }) => share(canary?.errorsPer100k) },
    { key: "baseline", label: "Baseline", right: true, render: ({ baseline }) => share(baseline?.errorsPer100k) },
    {
      key: "p95",
      label: "p95",
      right: true,
      render: ({ canary, baseline }) => `${latency(canary?.p95Ms)} / ${latency(baseline?.p95Ms)}`,
      narrow: "hide",
    },
    { key: "samples", label: "Samples", right: true, render: ({ canary }) => count(canary?.requests ?? 0), narrow: "hide" },
    {
      key: "verdict",
      label: "Verdict",
      narrow: "state",
      render: (verdict) => (
        <button
          type="button"
          className={styles.open}
          aria-label={`${verdictOf(verdict).words}: show its numbers`}
          onClick={() => open(verdict)}
        >
          <State tone={verdictOf(verdict).tone}>{verdictOf(verdict).words}</State>
        </button>
      ),
    },
  ];
}

const firstShown = 8;

/** Every look of the judge with its numbers, newest first. */
export function VerdictsPanel({ deploy }: { deploy: DeployRecord }) {
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<Verdict | null>(null);
  const newest = deploy.verdicts.toSorted((a, b) => b.step - a.step || b.look - a.look || b.at.localeCompare(a.at));
  const shown = all ? newest : newest.slice(0, firstShown);
  return (
    <Panel
      title="Verdicts"
      meta={newest.length === 0 ? "every look keeps its numbers" : `${counted(newest.length, "look")}, each keeps its numbers`}
    >
      {newest.length === 0 ? (
        <EmptyState title="The judge has not looked yet">No data is inconclusive, never a pass.</EmptyState>
      ) : (
        <GroupRows
          label="Verdicts"
          rows={shown}
          columns={columnsFor(deploy, setOpened)}
          keyOf={({ step, look, judge, at }) => `${step}-${look}-${judge}-${at}`}
        />
      )}
      {shown.length < newest.length ? (
        <div className={styles.more}>
          <Button size="small" onClick={() => setAll(true)}>
            Show all {newest.length}
          </Button>
        </div>
      ) : null}
      {opened === null ? null : <VerdictDialog verdict={opened} onClose={() => setOpened(null)} />}
    </Panel>
  );
}
