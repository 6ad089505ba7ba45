/** The colours of a program; the later one is the worse. */
export const colours = ["green", "amber", "red"] as const;
export type Colour = (typeof colours)[number];

/** How an objective's budget goes, as far as the triggers ask. */
export interface BudgetFacts {
  readonly name: string;
  readonly leftMinutes: number;
  readonly budgetMinutes: number;
  /** Of the period that goes on, 0 to 1; 1 of a rolling one. */
  readonly elapsed: number;
  /** Whether it is a calendar's period: a rolling one has no even pace. */
  readonly hasPace: boolean;
}

/** What the triggers look at. Minutes are bad minutes a year. */
export interface ProgramFacts {
  readonly budgets: readonly BudgetFacts[];
  readonly expected: {
    readonly budget: number;
    /** Of risks that nobody does anything about, and of all. */
    readonly unmitigated: number;
    readonly total: number;
    /** Risks that are too big for one and not begun. */
    readonly tooBigNotBegun: number;
  };
  /** What somebody promised: how late it is, and how often its day was moved. */
  readonly promised: readonly { readonly kind: string; readonly overdueDays: number; readonly slips: number }[];
  /** Acceptances that ended without anything being done. */
  readonly acceptancesOver: number;
}

/** A trigger as it is written, and what made it fire; null: it does not. */
export interface Trigger {
  readonly colour: Exclude<Colour, "green">;
  readonly rule: string;
  readonly because: string | null;
}

/** From so many times the even pace the program is amber, and red. */
export const [AMBER_PACE, RED_PACE] = [1.2, 2];
/** What is overdue by more days makes the program red. */
export const RED_OVERDUE_DAYS = 30;

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
const counted = (count: number, one: string, many = `${one}s`): string => `${String(count)} ${count === 1 ? one : many}`;
const figure = (value: number): string => new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 }).format(value);

/** How many times faster than evenly a budget goes; null while nothing of the period has passed, or where there is no even pace. */
export const paceOf = ({ leftMinutes, budgetMinutes, elapsed, hasPace }: BudgetFacts): number | null =>
  hasPace && elapsed > 0 && budgetMinutes > 0 ? (budgetMinutes - leftMinutes) / budgetMinutes / elapsed : null;

const gone = (budgets: readonly BudgetFacts[]): readonly BudgetFacts[] => budgets.filter(({ leftMinutes }) => leftMinutes <= 0);

/** Of budgets that are not gone: those that go at least so fast, and less fast than the next colour asks. */
function burning(budgets: readonly BudgetFacts[], from: number, below = Infinity): string | null {
  const fast = budgets.flatMap((budget) => {
    const pace = budget.leftMinutes <= 0 ? null : paceOf(budget);
    return pace !== null && pace >= from && pace < below
      ? [`the budget of ${budget.name} is burning at ${pace.toFixed(1)} × even pace`]
      : [];
  });
  return fast.length === 0 ? null : listed(fast);
}

/** By kind: "2 mitigations and 1 action". */
function kindsOf(promised: ProgramFacts["promised"]): string {
  const kinds = Map.groupBy(promised, ({ kind }) => kind.toLowerCase());
  return listed([...kinds].map(([kind, those]) => counted(those.length, kind)));
}

const when = <Fact>(those: readonly Fact[], words: (those: readonly Fact[]) => string): string | null =>
  those.length === 0 ? null : words(those);

/** Every trigger as it is written, the worst first. */
export function triggersOf({ budgets, expected, promised, acceptancesOver }: ProgramFacts): readonly Trigger[] {
  const isLong = ({ overdueDays }: { readonly overdueDays: number }): boolean => overdueDays > RED_OVERDUE_DAYS;
  return [
    {
      colour: "red", rule: "The budget of an objective is gone",
      because: when(gone(budgets), (those) => `the budget of ${listed(those.map(({ name }) => name))} is gone`),
    },
    {
      colour: "red", rule: `A budget burns at ${String(RED_PACE)} × even pace or faster`, because: burning(budgets, RED_PACE),
    },
    {
      colour: "red",
      rule: "What nobody does anything about is expected to cost more than a year's budget",
      because:
        expected.unmitigated > expected.budget
          ? `risks that nobody does anything about are expected to cost ${figure(expected.unmitigated)} of ${figure(expected.budget)} minutes a year`
          : null,
    },
    {
      colour: "red", rule: `Something promised is overdue by more than ${String(RED_OVERDUE_DAYS)} days`,
      because: when(promised.filter(isLong), (those) =>
        `${kindsOf(those)} ${those.length === 1 ? "is" : "are"} overdue by more than ${String(RED_OVERDUE_DAYS)} days`),
    },
    {
      colour: "amber", rule: `A budget burns at ${String(AMBER_PACE)} × even pace or faster`,
      because: burning(budgets, AMBER_PACE, RED_PACE),
    },
    {
      colour: "amber", rule: "A risk is too big for one and nothing is begun",
      because: expected.tooBigNotBegun > 0
        ? `${counted(expected.tooBigNotBegun, "risk")} too big for one ${expected.tooBigNotBegun === 1 ? "is" : "are"} not begun`
        : null,
    },
    {
      colour: "amber", rule: "All risks together are expected to cost more than a year's budget",
      because: expected.total > expected.budget
        ? `all risks are expected to cost ${figure(expected.total)} of ${figure(expected.budget)} minutes a year`
        : null,
    },
    {
      colour: "amber", rule: "Something promised slipped past its second date",
      because: when(promised.filter(({ slips }) => slips >= 2), (those) => `${kindsOf(those)} slipped past the second date`),
    },
    {
      colour: "amber", rule: "Something promised is overdue",
      because: when(promised.filter((one) => one.overdueDays > 0 && !isLong(one)), (those) =>
        `${kindsOf(those)} ${those.length === 1 ? "is" : "are"} overdue`),
    },
    {
      colour: "amber", rule: "An acceptance is over and its risk is not treated",
      because: acceptancesOver > 0
        ? `${counted(acceptancesOver, "acceptance")} ${acceptancesOver === 1 ? "is" : "are"} over and nothing is done`
        : null,
    },
  ];
}

/** The colour of a program: the worst that fires wins, and says why. */
export function colourOf(facts: ProgramFacts): { readonly colour: Colour; readonly because: readonly string[] } {
  const fired = triggersOf(facts).flatMap(({ colour, because }) => (because === null ? [] : [{ colour, because }]));
  const colour = fired.some((one) => one.colour === "red") ? "red" : fired.length > 0 ? "amber" : "green";
  return { colour, because: fired.filter((one) => one.colour === colour).map(({ because }) => because) };
}
