import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import type { SyntheticEvent } from "react";
import { MomentField } from "../data/MomentField.tsx";
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/graphqlClient.ts";
import { Panel } from "../marks/Panel.tsx";
import { Shape } from "../marks/State.tsx";
import { SkeletonText } from "../marks/Skeletons.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import styles from "./Flag.module.css";
import { explainFlagDocument } from "./flagDocuments.ts";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { variantWord } from "./places.ts";

interface Asked {
  readonly customer: string;
  readonly at: string | null;
}

/** Of then, where a moment is named: the API evaluates with the engine, the rules and the segments of that moment. */
const useExplanation = (flag: string, environment: string, { customer, at }: Asked) =>
  useQuery({
    queryKey: ["read", explainFlagDocument.name, flag, environment, customer, at],
    queryFn: ({ signal }) =>
      call(explainFlagDocument, { flag, environment, customer, ...(at === null ? {} : { asOf: { at } }) }, { signal }),
  });

function Answer({ flag, place, asked }: { flag: FlagRecord; place: TargetingRecord; asked: Asked }) {
  const { data, error } = useExplanation(flag.name, place.environment, asked);
  if (error !== null) return <ProblemLine error={error} />;
  if (data === undefined) return <SkeletonText width={30} />;
  const { explainFlag: { variant, because, known, steps, engine } } = data;
  const word = variant === null ? "its own default" : variantWord(flag, variant);
  return (
    <>
      <p><strong>{word.charAt(0).toUpperCase() + word.slice(1)}</strong>, because {because.replace(/\.$/u, "")}.</p>
      {known ? null : <Quiet>Not known here {asked.at === null ? "yet" : "at that moment"}: asked with its id alone.</Quiet>}
      <ol className={styles.way}>
        {steps.map(({ asks, answer, reached, held }, index) => (
          <li key={index} data-beyond={!reached || undefined} data-decides={(reached && held) || undefined}>
            <Shape tone={reached && held ? "good" : "idle"} /> <span>{asks}</span> <span>{answer}</span>
          </li>
        ))}
      </ol>
      <Quiet>{engine}</Quiet>
    </>
  );
}

/** What a customer gets of it, or got at a moment, question by question. */
export function ExplainPanel({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const [customer, setCustomer] = useState("");
  const [at, setAt] = useState<string | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = (event: SyntheticEvent): void => {
    event.preventDefault();
    setAsked({ customer: customer.trim(), at });
  };
  return (
    <Panel title="What did a customer get?" padded>
      <form className={styles.stack} onSubmit={ask}>
        <TextField size="small" label="Customer’s id" required value={customer} onChange={(event) => setCustomer(event.target.value)} />
        <MomentField label="At; now where it is empty" value={at} set={setAt} />
        <div className={styles.buttons}><Button type="submit" size="small" disabled={customer.trim() === ""}>Ask</Button></div>
        {asked === null ? null : <Answer flag={flag} place={place} asked={asked} />}
      </form>
    </Panel>
  );
}
