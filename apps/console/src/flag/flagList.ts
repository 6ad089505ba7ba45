import { useMemo } from "react";
import { usePeople } from "../choices/peopleChoices.ts";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import type { FilterSpec, FilterValues, Option } from "../lists/filters.ts";
import { useList } from "../lists/useList.ts";
import type { ListSpec } from "../lists/useList.ts";
import { flagDaysDocument, flagEvents, flagPoliciesDocument, flagSummaryDocument } from "./flagDocuments.ts";
import type { FlagLine } from "./flagDocuments.ts";
import { headings } from "./standings.ts";

/** The environment that is looked at unless somebody asks for another. */
const USUAL = "production";

const sorts = ["NEED_DESC", "CHANGED_DESC", "KEY_ASC"] as const;
const kinds = ["release", "experiment", "operations", "permission"].map((kind): Option => [kind, kind]);
const states = headings.map(([state, words]): Option => [state, words.replace(/:.*/u, "").toLowerCase()]);

const filtersFor = (services: readonly Option[], environments: readonly Option[], owners: readonly Option[]): readonly FilterSpec[] => [
  {
    kind: "choice", name: "environment", words: "In", options: environments,
    // Where it is known at all, production is what a question is about.
    ...(environments.some(([name]) => name === USUAL) ? { usual: USUAL } : {}),
  },
  { kind: "choice", name: "service", words: "Of", options: services },
  { kind: "choice", name: "kind", words: "Of kind", options: kinds },
  { kind: "choice", name: "owner", words: "Owned by", options: owners },
  { kind: "choice", name: "state", words: "That are", options: states },
  { kind: "text", name: "text", words: "Contain text", hint: "one-page-pay" },
  {
    kind: "choice",
    name: "managed",
    words: "Held by",
    options: [
      ["yes", "Ballast"],
      ["no", "other systems"],
    ],
  },
  {
    kind: "choice",
    name: "present",
    words: "Is",
    options: [
      ["yes", "there"],
      ["no", "removed"],
    ],
  },
];

const filterOf = ({ service, environment, kind, owner, state, text, managed, present }: FilterValues): Record<string, unknown> => ({
  service,
  environment,
  kind,
  owner,
  text,
  ...(state === undefined ? {} : { states: [state] }),
  ...(managed === undefined ? {} : { managed: managed === "yes" }),
  ...(present === undefined ? {} : { present: present === "yes" }),
});

const csv: ListSpec<FlagLine>["csv"] = [
  ["service", (row) => row.service?.slug ?? ""],
  ["flag", (row) => row.name],
  ["kind", (row) => row.details?.kind ?? ""],
  ["environment", (row) => row.environment ?? row.targetings.map(({ environment }) => environment).join(" ")],
  ["present", (row) => row.present],
  [
    "state",
    (row) =>
      row.managed ? row.targetings.map(({ environment, state }) => `${environment}:${state}`).join(" ") : JSON.stringify(row.state),
  ],
  ["changes", (row) => row.changeCount],
  ["changedAt", (row) => row.changedAt],
  ["id", (row) => row.id],
];

/** The list of flags, as its address asks for it. */
export function useFlagList() {
  const services = useServiceOptions();
  const people = usePeople();
  const policies = useRead(flagPoliciesDocument, {}, { now: true }).data?.flagPolicies;
  const spec = useMemo<ListSpec<FlagLine>>(() => {
    const environments = (policies ?? []).flatMap(({ environment: name }): Option[] => (name === null ? [] : [[name, name]]));
    return {
      resource: "flags",
      filters: filtersFor(
        services,
        environments.length === 0 ? [["production", "production"]] : environments,
        people.map(({ id, name }): Option => [id, name]),
      ),
      filterOf,
      sorts,
      csv,
    };
  }, [services, policies, people]);
  const list = useList(spec);
  useLogRefresh(flagEvents, ["flags"]);
  useLogRefresh(flagEvents, ["read", flagSummaryDocument.name]);
  useLogRefresh(flagEvents, ["read", flagDaysDocument.name]);
  return list;
}
