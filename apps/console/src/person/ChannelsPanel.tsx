import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useNow } from "../marks/now.ts";
import { Panel } from "../marks/Panel.tsx";
import { Tag } from "../marks/State.tsx";
import { EmptyState, ProblemLine } from "../marks/States.tsx";
import { channelIn, channelName } from "../paging/channelWords.ts";
import { channelStateOf } from "./channelStates.ts";
import { sendTestPage, type ChannelState } from "./myPaging.ts";
import styles from "./Person.module.css";

/** Each channel of somebody's, whether it is known to reach them, and the press that tries it. */
export function ChannelsPanel({ personId, states, needs }: {
  personId: string; states: readonly ChannelState[]; needs: "person.self" | "person.write";
}) {
  const now = useNow(30_000);
  const give = useCommand(sendTestPage);
  const [pressed, setPressed] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const send = ({ channel }: ChannelState): void => {
    setError(null);
    setPressed(channel);
    give({ personId, channel }).catch(setError).finally(() => setPressed(null));
  };
  return (
    <Panel title="Do they reach?" meta="by test pages" padded>
      {states.length === 0 ? <EmptyState title="No channel">Nothing can wake them: say first where they are reached.</EmptyState> : (
        <ul className={styles.channels}>
          {states.map((state) => {
            const { tone, words } = channelStateOf(state, now);
            return (
              <li key={state.channel}>
                <strong>{channelName(state.channel)}</strong>
                <Tag tone={tone}>{words}</Tag>
                <CommandButton
                  size="small" needs={needs} busy={pressed !== null} onClick={() => send(state)}
                  label={`Send a test page by ${channelIn(state.channel)}`}
                >
                  Send a test page
                </CommandButton>
              </li>
            );
          })}
        </ul>
      )}
      <ProblemLine error={error} />
    </Panel>
  );
}
