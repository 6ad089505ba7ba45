import useMediaQuery from "@mui/material/useMediaQuery";
import { useEffect, useRef, useState } from "react";
import type { PointerEvent } from "react";
import styles from "./Kill.module.css";

/** So long it is held, ms. */
const HOLD_MS = 1_000;
/** Of two presses, the second comes within this, ms. */
const ARMED_MS = 5_000;

/**
 * What must not be pressed in passing, at three in the morning, on a phone: held for one second, and letting go takes it
 * back. With a keyboard, a screen reader or reduced motion it is pressed twice.
 */
export function HoldButton({ words, again, busy, act }: { words: string; again: string; busy: boolean; act: () => void }) {
  const still = useMediaQuery("(prefers-reduced-motion: reduce)", { noSsr: true });
  const [held, setHeld] = useState(false);
  const [armed, setArmed] = useState(false);
  const holding = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const arming = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => { clearTimeout(holding.current); clearTimeout(arming.current); }, []);
  const letGo = (): void => {
    clearTimeout(holding.current);
    setHeld(false);
  };
  const down = (event: PointerEvent): void => {
    if (still || busy || event.button !== 0) return;
    setHeld(true);
    holding.current = setTimeout(() => { setHeld(false); act(); }, HOLD_MS);
  };
  const pressed = (byPointer: boolean): void => {
    if (busy || (byPointer && !still)) return;
    clearTimeout(arming.current);
    if (armed) {
      setArmed(false);
      act();
      return;
    }
    setArmed(true);
    arming.current = setTimeout(() => setArmed(false), ARMED_MS);
  };
  return (
    <>
      <button
        type="button"
        className={styles.hold}
        data-held={held || undefined}
        disabled={busy}
        onPointerDown={down}
        onPointerUp={letGo}
        onPointerLeave={letGo}
        onPointerCancel={letGo}
        onContextMenu={(event) => event.preventDefault()}
        onClick={(event) => pressed(event.detail > 0)}
      >
        <span>{armed ? again : still ? words.replace(/^Hold to kill/u, "Kill") : words}</span>
      </button>
      <p className={styles.holdHint} role="status">
        {armed ? "Press again within five seconds" : `${still ? "press twice" : "hold for one second"} · nobody has to approve a kill`}
      </p>
    </>
  );
}
