import { useSyncExternalStore } from "react";

/** Whether this browser rings: nobody asked it to, it does, or it may not show notifications and only sounds. */
export type Ringing = "off" | "on" | "soundOnly";

const keptUnder = "ballast.rings";
const listeners = new Set<() => void>();

/** The storage of this browser, over all its windows. Missing where it forbids it: then nothing rings after a reload. */
function storage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

const notifications = (): typeof Notification | undefined => ("Notification" in globalThis ? globalThis.Notification : undefined);

/** How it stands now. */
export function ringing(): Ringing {
  if (storage()?.getItem(keptUnder) !== "yes") return "off";
  return notifications()?.permission === "granted" ? "on" : "soundOnly";
}

function changed(): void {
  for (const listener of listeners) listener();
}

/** Rings from now on. Asks the browser for permission, so it is for a press alone: browsers show that question to nobody else. */
export async function ringFromNowOn(): Promise<void> {
  storage()?.setItem(keptUnder, "yes");
  await notifications()?.requestPermission();
  changed();
}

/** Rings no more; what the browser permitted stays permitted. */
export function ringNoMore(): void {
  storage()?.removeItem(keptUnder);
  changed();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
export const useRinging = (): Ringing => useSyncExternalStore(subscribe, ringing);

/** Pages that call somebody now and did not when it was looked last; none at the first look, which is that of a person. */
export const calledSince = <Page extends { readonly id: string }>(
  pages: readonly Page[], before: ReadonlySet<string> | null,
): readonly Page[] => (before === null ? [] : pages.filter(({ id }) => !before.has(id)));

/** Three short tones, s. */
const tones = [0, 0.35, 0.7] as const;

/** Sounds. A browser lets no page sound in which nothing was pressed since it was opened. */
export function sound(): void {
  if (!("AudioContext" in globalThis)) return;
  const context = new AudioContext();
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.value = 880;
  volume.gain.value = 0;
  for (const from of tones) {
    volume.gain.setValueAtTime(0.3, context.currentTime + from);
    volume.gain.setValueAtTime(0, context.currentTime + from + 0.2);
  }
  tone.connect(volume).connect(context.destination);
  tone.onended = () => void context.close();
  tone.start();
  tone.stop(context.currentTime + 1);
}

/** Shows a notification where the browser permits it; pressed, `open` is called. A page is told once, whatever windows are open. */
export function notification(
  { id, title, text }: { readonly id: string; readonly title: string; readonly text: string }, open: () => void,
): void {
  const Shown = notifications();
  if (Shown?.permission !== "granted") return;
  let shown: Notification;
  try {
    shown = new Shown(title, { body: text, tag: `ballast-page-${id}` });
  } catch {
    // Chromium on Android shows those of service workers alone: there it sounds.
    return;
  }
  shown.onclick = () => {
    globalThis.focus();
    shown.close();
    open();
  };
}
