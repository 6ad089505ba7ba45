import { duration, share } from "@ballast/schema/words";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import styles from "./Flag.module.css";
import { holdRamp, resumeRamp, stopRamp } from "./flagCommands.ts";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";

type Ramp = NonNullable<TargetingRecord["plan"]>;
type Word = "hold" | "stop";

const states = {
  planned: ["planned", "About to begin"], running: ["info", "Running"], held: ["attention", "Held"], completed: ["good", "Complete"],
  wentBack: ["attention", "Went back"], stopped: ["idle", "Stopped"],
} as const;

function WordDialog({
  word, where, onClose,
}: {
  word: Word;
  where: { flag: string; environment: string; rampId: string };
  onClose: () => void;
}) {
  const draft = useDraft(`flag.ramp.${word}`, where.rampId);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const hold = useCommand(holdRamp, draft);
  const stop = useCommand(stopRamp, draft);
  const does = `${word === "hold" ? "Hold" : "Stop"} the ramp of ${where.flag}`;
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`${does}?`}
      confirm={does}
      ready={reason.trim() !== ""}
      act={async () => void (await (word === "hold" ? hold : stop)({ ...where, reason: reason.trim() }))}
      preview={
        <p>
          {word === "hold"
            ? "It stays where it is until somebody lets it go on. Nobody is moved."
            : "It ends where it stands: everybody keeps what they have."}
        </p>
      }
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}

function Steps({ ramp }: { ramp: Ramp }) {
  return (
    <ol className={styles.lines}>
      {ramp.plan.steps.map(({ parts, bakeMs }, index) => (
        <li key={index} aria-current={index === ramp.step ? "step" : undefined}>
          {index === ramp.step ? <strong>{share(parts)}</strong> : share(parts)}{" "}
          <Quiet>
            watched for {duration(bakeMs)}
            {ramp.passed[index] === undefined ? (index === ramp.step ? ", now" : "") : `: ${ramp.passed[index]}`}
          </Quiet>
        </li>
      ))}
    </ol>
  );
}

/** The ramp that goes on, or the last that ended: where it is, what comes next, and who holds it. */
export function RampPanel({ flag, place }: { flag: FlagRecord; place: TargetingRecord }) {
  const [word, setWord] = useState<Word | null>(null);
  const resume = useCommand(resumeRamp);
  const { plan: ramp } = place;
  if (ramp === null) return null;
  const where = { flag: flag.name, environment: place.environment, rampId: ramp.rampId };
  const [tone, words] = states[ramp.state];
  const going = ramp.state === "planned" || ramp.state === "running" || ramp.state === "held";
  return (
    <Panel title="Ramp" meta={<State tone={tone}>{words}</State>} padded>
      <div className={styles.stack}>
        <p>
          From {share(ramp.from)} to {share(ramp.plan.steps.at(-1)?.parts)}
          {ramp.by === null ? "" : `, ${ramp.by.name}’s plan`}. {ramp.outcome ?? ramp.holds.join(" ")}
        </p>
        <Steps ramp={ramp} />
        {going && place.killed ? <Quiet>It waits: the flag is killed.</Quiet> : null}
        {going ? (
          <div className={styles.buttons}>
            {ramp.state === "held" ? (
              <CommandButton needs="flag.write" size="small" onClick={() => void resume(where)}>
                Let it go on
              </CommandButton>
            ) : (
              <CommandButton needs="flag.kill" size="small" onClick={() => setWord("hold")}>
                Hold
              </CommandButton>
            )}
            <CommandButton needs="flag.write" danger size="small" onClick={() => setWord("stop")}>
              Stop
            </CommandButton>
          </div>
        ) : null}
      </div>
      {word === null ? null : <WordDialog word={word} where={where} onClose={() => setWord(null)} />}
    </Panel>
  );
}
