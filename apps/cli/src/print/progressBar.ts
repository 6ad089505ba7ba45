import { inPercent } from "@ballast/schema/words";
import { printable } from "./printable.ts";

/** Where a bar is drawn. */
export interface BarOutput {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** A bar that is redrawn in place on a terminal, and silent elsewhere. */
export interface ProgressBar {
  /** `total` null: nobody knows how much there is. */
  update(done: number, total: number | null, note?: string): void;
  /** Takes the bar away. */
  clear(): void;
}

const width = 28;
const redrawMs = 80;

function bar(done: number, total: number | null): string {
  if (total === null || total === 0) return String(done);
  const portion = Math.min(1, done / total);
  const full = Math.round(portion * width);
  return `${"█".repeat(full)}${"░".repeat(width - full)} ${inPercent(Math.floor(portion * 100)).padStart(5)}  ${String(done)} of ${String(total)}`;
}

/** A progress bar on an output, stderr unless told: what a program prints for others stays clean. */
export function createProgressBar(name: string, output: BarOutput = process.stderr): ProgressBar {
  let drawnAt = -Infinity;
  const isShown = output.isTTY === true;
  const label = printable(name);
  return {
    update(done, total, note = "") {
      const now = performance.now();
      if (!isShown || (now - drawnAt < redrawMs && done !== total)) return;
      drawnAt = now;
      output.write(`\r\u001b[2K${label}  ${bar(done, total)}${note === "" ? "" : `  ${note}`}`);
    },
    clear() {
      if (isShown) output.write("\r\u001b[2K");
    },
  };
}
