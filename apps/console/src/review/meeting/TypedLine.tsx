import { useState } from "react";
import { withoutSent } from "../../data/sentText.ts";
import { ProblemLine } from "../../marks/States.tsx";
import styles from "./Meeting.module.css";

interface TypedLineProps {
  /** The key that opened it. */
  letter: string;
  label: string;
  placeholder: string;
  /** What was understood of it so far: who, when, from which moment. */
  said: (text: string) => readonly string[];
  /** Saves the line; what it throws is shown, and the line stays. */
  save: (text: string) => Promise<void>;
  close: () => void;
}

/** One line that is saved with Enter; the next one can be typed at once. Esc leaves it. */
export function TypedLine({ letter, label, placeholder, said, save, close }: TypedLineProps) {
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [saving, setSaving] = useState(false);
  const send = (): void => {
    if (text.trim() === "" || saving) return;
    setSaving(true);
    setError(null);
    save(text.trim()).then(() => setText(withoutSent(text)), setError).finally(() => setSaving(false));
  };
  return (
    <div className={styles.typed}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <kbd>{letter}</kbd>
        <input
          autoFocus
          aria-label={label}
          placeholder={placeholder}
          value={text}
          maxLength={1_000}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            event.preventDefault();
            close();
          }}
        />
        <span className={styles.understood}>{said(text).map((words) => <span key={words}>{words}</span>)}</span>
      </form>
      <ProblemLine error={error} />
    </div>
  );
}
