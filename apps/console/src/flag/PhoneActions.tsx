import { share } from "@ballast/schema/words";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { NameDialog } from "../turning/NameDialog.tsx";
import { stepBackTo } from "../turning/stepBack.ts";
import { StepBackDialog } from "../turning/StepBackDialog.tsx";
import styles from "./Flag.module.css";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { turnable } from "./places.ts";

/** What is less than a kill: the share before, or one customer out. */
export function PhoneActions({ flag, place, incidentId }: { flag: FlagRecord; place: TargetingRecord; incidentId: string | null }) {
  const [doing, setDoing] = useState<"back" | "one" | null>(null);
  const back = stepBackTo(place.parts, place.steps);
  const close = (): void => setDoing(null);
  return (
    <div className={styles.phoneActions}>
      {back === null ? null : (
        <CommandButton needs="flag.write" onClick={() => setDoing("back")}>Step back to {share(back)}</CommandButton>
      )}
      <CommandButton needs="flag.write" onClick={() => setDoing("one")}>Off for one customer</CommandButton>
      {doing !== "back" || back === null ? null : (
        <StepBackDialog place={{ flag: flag.name, environment: place.environment }} parts={back} incidentId={incidentId} onClose={close} />
      )}
      {doing === "one" ? <NameDialog flag={turnable(flag, place)} customer={null} first={place.offVariant} onClose={close} /> : null}
    </div>
  );
}
