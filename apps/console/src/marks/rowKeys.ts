import { own } from "@ballast/schema/own";

const steps: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Moves the focus among the rows of one table body; answers whether `key` was one of its keys. */
export function nextRow(row: HTMLElement, key: string): boolean {
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const step = own(steps, key);
  const at = rows.indexOf(row);
  const target = key === "Home" ? rows[0] : key === "End" ? rows.at(-1) : step === undefined ? undefined : rows[at + step];
  if (target === undefined) return step !== undefined;
  row.tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
  return true;
}

/** The rows of a list, and the one that the keyboard stands on: the only one that Tab reaches. */
function rowsIn(list: HTMLElement): { rows: readonly HTMLElement[]; current: HTMLElement | undefined } {
  const rows = [...list.querySelectorAll<HTMLElement>("[data-row]")];
  return { rows, current: rows.find((row) => row.tabIndex === 0) };
}

/** J and K from anywhere on a page: to the row the keyboard stood on, or on from there. */
export function stepFromAnywhere(list: HTMLElement | null, key: "j" | "k"): void {
  if (list === null) return;
  const { rows, current } = rowsIn(list);
  const row = current ?? rows[0];
  if (row === undefined) return;
  if (row.dataset["stood"] === undefined || !nextRow(row, key)) row.focus();
  row.dataset["stood"] = "";
  row.scrollIntoView({ block: "nearest" });
}

/** Enter from anywhere: opens the row the keyboard stood on; nothing before it stood on one. */
export function openFromAnywhere(list: HTMLElement | null): void {
  if (list === null) return;
  const { rows, current } = rowsIn(list);
  if (rows.some((row) => row.dataset["stood"] !== undefined)) current?.querySelector<HTMLElement>("a")?.click();
}
