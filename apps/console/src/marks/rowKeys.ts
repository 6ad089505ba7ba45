const steps: Record<string, number> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Moves the focus among the rows of one table body; answers whether `key` was one of its keys. */
export function nextRow(row: HTMLElement, key: string): boolean {
  const rows = [...(row.parentElement?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
  const step = steps[key];
  const at = rows.indexOf(row);
  const target = key === "Home" ? rows[0] : key === "End" ? rows.at(-1) : step === undefined ? undefined : rows[at + step];
  if (target === undefined) return step !== undefined;
  row.tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
  return true;
}
