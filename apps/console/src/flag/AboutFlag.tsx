import { useState } from "react";
import { Link } from "react-router";
import { SmallButton } from "../data/SmallButton.tsx";
import { Facts, Panel } from "../marks/Panel.tsx";
import { Quiet, Version } from "../marks/Text.tsx";
import { CleanUpDialog } from "./CleanUpDialog.tsx";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { ownCleanUpWords } from "./policyWords.ts";

type Need = TargetingRecord["needs"][number];

function Needs({ needs }: { needs: readonly Need[] }) {
  if (needs.length === 0) return <Quiet>no other flag</Quiet>;
  return (
    <>
      {needs.map(({ flag, variants }, index) => (
        <span key={flag?.id ?? index}>
          {index === 0 ? "" : ", "}
          {flag === null ? <Quiet>one that is not there</Quiet> : <Link to={`/flags/${encodeURIComponent(flag.name)}`}>{flag.name}</Link>}
          {` giving ${variants.join(" or ")}`}
        </span>
      ))}
    </>
  );
}

/** What it is made of: what it needs, what divides its customers, and what applications are told beside its value. */
export function AboutFlag({ flag: { about, name, details }, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const [setting, setSetting] = useState(false);
  if (about === null) return null;
  const { bucketBy, seed, engine, metadata, cleanUpAfterDays } = about;
  const temporary = details?.temporary === true;
  const told = Object.entries(metadata).map(([name, value]) => `${name} = ${String(value)}`);
  return (
    <Panel title="What it is made of" padded>
      <Facts
        facts={[
          ["Needs", <Needs key="n" needs={place.needs} />],
          ["Divides by", bucketBy === "targetingKey" ? "customer id" : bucketBy],
          ["Seed", <Version key="s">{seed}</Version>],
          ["Engine", <Version key="e">{engine}</Version>],
          ...(temporary ? [["To be cleaned up", `after ${ownCleanUpWords(cleanUpAfterDays)}`] as const] : []),
          ["Told beside its value", told.length === 0 ? <Quiet key="m">nothing</Quiet> : told.join(", ")],
        ]}
      />
      {temporary ? <SmallButton needs="flag.write" onClick={() => setSetting(true)}>Say when to clean it up…</SmallButton> : null}
      {setting ? <CleanUpDialog flag={name} days={cleanUpAfterDays} onClose={() => setSetting(false)} /> : null}
    </Panel>
  );
}
