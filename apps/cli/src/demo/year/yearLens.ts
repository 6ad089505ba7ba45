import type { LensPillar, LensQuestion, LensRisk } from "@ballast/schema";

/** A thing to do, and what it takes. */
type Choice = readonly [id: string, title: string, plan: string];

interface Asked {
  readonly id: string;
  readonly title: string;
  readonly choices: readonly Choice[];
  /** In order; what no condition says has the risk that stands last. */
  readonly rules: readonly (readonly [condition: string, risk: LensRisk])[];
}

const question = ({ id, title, choices, rules }: Asked): LensQuestion => ({
  id, title, description: "", help: null,
  choices: choices.map(([choiceId, words, plan]) => ({ id: choiceId, title: words, help: null, plan: { text: plan, url: null } })),
  rules: rules.map(([condition, risk]) => ({ condition, risk })),
});

/** Questions that the sample company asks of a service before the busy season: a lens of its own. */
export const lensName = "Ready for the season";
export const lensWords = "What we ask of a service before the weeks in which most is sold.";
export const lensPillars: readonly LensPillar[] = [
  {
    id: "change", name: "Changing it", questions: [
      question({
        id: "back", title: "How does a release go back?",
        choices: [
          ["back_press", "By one press, tried this quarter", "Try going back in production once a quarter."],
          ["back_script", "By a script that somebody has to find", "Write the way back down where the deploy is."],
        ],
        rules: [["back_press", "NO_RISK"], ["back_script", "MEDIUM_RISK"], ["default", "HIGH_RISK"]],
      }),
      question({
        id: "data", title: "What happens to data when it goes back?",
        choices: [
          ["data_both", "Both versions read what the other wrote", "Release the reading of a new shape before its writing."],
          ["data_known", "Somebody has written down what does not", "List what the version before cannot read."],
        ],
        rules: [["data_both && data_known", "NO_RISK"], ["data_both || data_known", "MEDIUM_RISK"], ["default", "HIGH_RISK"]],
      }),
    ],
  },
  {
    id: "running", name: "Running it", questions: [
      question({
        id: "load", title: "Up to which load was it tried?",
        choices: [
          ["load_peak", "Twice last season's peak", "Play last season's peak back at twice the rate."],
          ["load_last", "Last season's peak", "Play last season's peak back."],
        ],
        rules: [["load_peak", "NO_RISK"], ["load_last", "MEDIUM_RISK"], ["default", "HIGH_RISK"]],
      }),
      question({
        id: "away", title: "What does it do while something that it needs is away?",
        choices: [
          ["away_goes_on", "It goes on with less", "Say for each dependency what is left without it."],
          ["away_says_so", "It says so at once instead of waiting", "Give every call a time limit and an answer without it."],
        ],
        rules: [["away_goes_on", "NO_RISK"], ["away_says_so && !away_goes_on", "MEDIUM_RISK"], ["default", "HIGH_RISK"]],
      }),
      question({
        id: "restore", title: "When was its backup restored last?",
        choices: [
          ["restore_quarter", "This quarter, and somebody looked at what came back", "Restore it into a system of its own once a quarter."],
          ["restore_year", "This year", "Restore it once."],
        ],
        rules: [["restore_quarter", "NO_RISK"], ["restore_year", "MEDIUM_RISK"], ["default", "HIGH_RISK"]],
      }),
    ],
  },
];
