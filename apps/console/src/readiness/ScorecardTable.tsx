import type { KeyboardEvent } from "react";
import { Person } from "../marks/Person.tsx";
import { Shape, State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import styles from "./Readiness.module.css";
import type { Check, CheckScore, Month, ServiceScore } from "./readinessDocuments.ts";
import { cellWords, columnNote, monthName, monthWords, stateWords } from "./readinessWords.ts";

/** What is done to a cell, by a press or a key. */
export interface CellActs {
  readonly open: (service: ServiceScore, cell: CheckScore) => void;
  readonly exempt: (service: ServiceScore, cell: CheckScore) => void;
  readonly ask: (service: ServiceScore, cell: CheckScore) => void;
  readonly own: (service: ServiceScore) => void;
}

interface OfCell {
  service: ServiceScore;
  cell: CheckScore;
  acts: CellActs;
}

/** The fact of a check, its state as shape and ground; E and A work where it has the focus. */
function Fact({ service, cell, acts, open }: OfCell & { open: () => void }) {
  const { state, fact, check, asked } = cell;
  const { tone, words } = cellWords[state];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== "e" && key !== "a") return;
    event.preventDefault();
    event.stopPropagation();
    if (key === "e") acts.exempt(service, cell);
    else acts.ask(service, cell);
  };
  return (
    <button
      type="button"
      className={styles.cell}
      data-state={state}
      aria-label={`${service.service.name}, ${check.name}: ${fact}, ${words}${asked === null ? "" : ", an exemption is asked for"}`}
      onClick={open}
      onKeyDown={onKeyDown}
    >
      <Shape tone={tone} />
      <span className={styles.name}>{check.name}:</span>
      {fact}
      {asked === null ? null : <span className={styles.waits} title="An exemption is asked for"><Shape tone="planned" size={8} /></span>}
    </button>
  );
}

/** Who answers for it: the cell of the check that asks for it, where there is one and it is not met. */
function Owner({ service, acts }: Omit<OfCell, "cell">) {
  const cell = service.checks.find(({ check }) => check.fact === "ownerSet");
  const own = (): void => acts.own(service);
  if (cell !== undefined && cell.state !== "met") return <Fact service={service} cell={cell} acts={acts} open={own} />;
  const { service: { name }, owner } = service;
  return (
    <button type="button" className={styles.plain} aria-label={`Who answers for ${name}: ${owner?.name ?? "nobody yet"}`} onClick={own}>
      {owner === null ? <Quiet>nobody yet</Quiet> : <Person name={owner.name} />}
    </button>
  );
}

/** Checks with a column of their own: who answers for a service stands beside its name. */
const inColumns = ({ fact }: Pick<Check, "fact">): boolean => fact !== "ownerSet";

/** Services × checks: only exceptions have a ground, and each cell shows its fact. */
export function ScorecardTable({
  checks, services, acts,
}: {
  checks: readonly Check[];
  services: readonly ServiceScore[];
  acts: CellActs;
}) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} role="table" aria-label="Services against the checks">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader">Service</th>
            <th role="columnheader">Owner</th>
            {checks.filter(inColumns).map((check) => (
              <th role="columnheader" key={check.checkId} title={check.asks}>{check.name}<small>{columnNote(check)}</small></th>
            ))}
            <th role="columnheader">Ready</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {services.map((service) => (
            <tr role="row" key={service.key}>
              <td role="cell">
                <strong>{service.service.name}</strong>{" "}
                {service.tier === null ? null : <small>tier {service.tier}</small>}
              </td>
              <td role="cell">
                <Owner service={service} acts={acts} />
              </td>
              {service.checks.filter(({ check }) => inColumns(check)).map((cell) => (
                <td role="cell" key={cell.key} data-quiet={cell.state === "met" || undefined}>
                  <Fact service={service} cell={cell} acts={acts} open={() => acts.open(service, cell)} />
                </td>
              ))}
              <td role="cell">
                <span className={styles.count}>{service.met} of {service.checks.length}</span>
                <State tone={stateWords[service.state].tone}>{stateWords[service.state].words}</State>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** So many shapes are drawn for a month: more say nothing any more, and are counted. */
const MOST_SHAPES = 24;

/** A shape for each service and month, those that were ready first. */
export function MonthStrip({ months }: { months: readonly Month[] }) {
  return (
    <ol className={styles.months} aria-label="Readiness by month">
      {months.map((month) => (
        <li key={month.month} title={monthWords(month)}>
          <span className={styles.shapes} role="img" aria-label={monthWords(month)}>
            {month.version === null || month.services.length === 0
              ? <Shape tone="idle" />
              : month.services.slice(0, MOST_SHAPES).map(({ name, state }, place) => (
                  <Shape key={`${name}/${String(place)}`} tone={stateWords[state].tone} size={8} />
                ))}
            {month.services.length > MOST_SHAPES ? <small>+{month.services.length - MOST_SHAPES}</small> : null}
          </span>
          <span aria-hidden>{monthName(month.month)}, {month.version === null ? "no checks" : `${String(month.ready)} ready`}</span>
        </li>
      ))}
    </ol>
  );
}
