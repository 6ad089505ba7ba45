import { useState } from "react";
import { Link } from "react-router";
import Button from "@mui/material/Button";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { useNow } from "../marks/now.ts";
import { ViewHeader, Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";
import { OpenPages } from "../paging/OpenPages.tsx";
import styles from "./OnCall.module.css";
import { CreateRotationDialog } from "./RotationDialogs.tsx";
import { rotationEvents, rotationsDocument } from "./rotationDocuments.ts";
import { RotationPanel } from "./RotationPanel.tsx";
import { comingWeeks, onCallSentence } from "./rotationWords.ts";

/** Who answers now and next, for what, and the shifts of the coming weeks. */
export function OnCallView() {
  const now = useNow(60_000);
  const window = comingWeeks(now, 4);
  const [creating, setCreating] = useState(false);
  const read = useRead(rotationsDocument, window, { keep: true });
  useLogRefresh(rotationEvents, ["read", "Rotations"]);
  const create = <CommandButton needs="rotation.write" first onClick={() => setCreating(true)}>Create a rotation</CommandButton>;
  return (
    <>
      <ViewHeader
        title="On-call"
        summary={read.data === undefined ? undefined : onCallSentence(read.data.rotations)}
        actions={
          <>
            <Button component={Link} to="/pages">
              All pages
            </Button>
            <Button component={Link} to="/escalation-policies">
              Escalation policies
            </Button>
            <Button component={Link} to="/my-paging">
              My paging
            </Button>
            <Button component={Link} to="/people">
              People
            </Button>
            {create}
          </>
        }
      />
      <div className={styles.stack}>
        <OpenPages />
        <ReadArea read={read} where="On-call">
          {({ rotations }) =>
            rotations.length === 0 ? (
              <Panel>
                <EmptyState title="Nobody is ever called" action={create}>
                  Add people, then a layer: 1. <Link to="/people">people</Link> with a way to wake them, 2. a rotation, which says who takes
                  turns and when hands change, 3. services that name the rotation that answers for them.
                </EmptyState>
              </Panel>
            ) : (
              rotations.map((rotation) => <RotationPanel key={rotation.id} rotation={rotation} window={window} />)
            )
          }
        </ReadArea>
      </div>
      {creating ? <CreateRotationDialog onClose={() => setCreating(false)} /> : null}
    </>
  );
}
