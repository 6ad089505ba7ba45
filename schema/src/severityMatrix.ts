/** A row of the severity matrix: an effect, and what it looks like by how severe it is. Without zod, so that a browser can have it. */
export interface MatrixRow {
  readonly effect: string;
  readonly cells: readonly { readonly severity: number; readonly says: string }[];
}

/** What the matrix proposes: the worst of what was picked, in its own words. */
export interface SeverityProposal {
  readonly severity: number;
  readonly effect: string;
  readonly says: string;
}

/**
 * The severity that a matrix proposes for what was picked, a cell or nothing of each row, in the order of its rows; null where nothing was.
 * Of several that are as severe the first row's speaks.
 */
export function proposedSeverity(rows: readonly MatrixRow[], picked: readonly (number | null)[]): SeverityProposal | null {
  return rows.reduce<SeverityProposal | null>((worst, { effect, cells }, index) => {
    const place = picked[index] ?? null;
    const cell = place === null ? undefined : cells[place];
    return cell === undefined || (worst !== null && worst.severity <= cell.severity) ? worst : { effect, ...cell };
  }, null);
}

/** The sentence in which it is said, as it stands in a reason. */
export const proposalWords = ({ severity, effect, says }: SeverityProposal, version: number): string =>
  `severity ${String(severity)} by the matrix, version ${String(version)}: ${effect}: ${says}`;

/** What most begin with: who writes one changes it. */
export const sampleMatrix: readonly MatrixRow[] = [
  {
    effect: "Customers who are hit",
    cells: [
      { severity: 1, says: "most of them cannot use what they pay for" }, { severity: 2, says: "more than a tenth of them cannot" },
      { severity: 3, says: "some of them cannot" }, { severity: 4, says: "nobody notices yet" },
    ],
  },
  {
    effect: "Data",
    cells: [
      { severity: 1, says: "customers' data is lost, wrong, or seen by others" }, { severity: 2, says: "it may be, and nobody knows" },
      { severity: 4, says: "it is safe" },
    ],
  },
  {
    effect: "A way round it",
    cells: [
      { severity: 2, says: "there is none" }, { severity: 3, says: "there is one that customers find" },
      { severity: 4, says: "we serve them another way already" },
    ],
  },
];
