import Button from "@mui/material/Button";
import { Panel } from "../marks/Panel.tsx";
import { Quiet } from "../marks/Text.tsx";
import { ringFromNowOn, ringNoMore, sound, useRinging } from "../paging/ringing.ts";

const words = {
  off: "Nothing rings here.",
  on: "A page that calls me rings here, and shows a notification.",
  soundOnly: "A page that calls me sounds here. Notifications are blocked: allow them beside the address, where the browser offers that.",
} as const;

/** Whether this browser rings for whoever is signed in. It asks for permission when it is pressed, and never before. */
export function RingPanel() {
  const ringing = useRinging();
  const press = (): void => {
    // The press lets the page sound; one hears at once how it will.
    sound();
    void ringFromNowOn();
  };
  return (
    <Panel title="In this browser" padded>
      <p role="status">{words[ringing]}</p>
      <p>
        {ringing === "off"
          ? <Button variant="outlined" onClick={press}>Ring here when I am called</Button>
          : <Button color="inherit" onClick={ringNoMore}>No longer ring here</Button>}
      </p>
      <Quiet>
        Only while Ballast is open in a tab; sounds once something was pressed in it since it was opened. It wakes nobody who has closed it.
      </Quiet>
    </Panel>
  );
}
