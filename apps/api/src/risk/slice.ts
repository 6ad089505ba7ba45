import { mitigationName, riskName } from "@ballast/domain/risk";
import type { Slice } from "../slice.ts";
import { acceptanceMutations } from "./acceptanceMutations.ts";
import { mitigationMutations, servicesOfMitigation } from "./mitigationMutations.ts";
import { MitigationResolver, MitigationSlipResolver } from "./mitigationResolver.ts";
import { factorById, mitigationById, toFactor, toMitigation } from "./mitigationType.ts";
import { forecastSentences, forecastTelling, mitigationSentences, mitigationTelling, riskSentences, riskTelling } from "./riskEvents.ts";
import { present } from "../graphql/scope.ts";
import { servicesOfRisk } from "./riskInputs.ts";
import { keepingForecasts } from "./keepingForecasts.ts";
import { forecastById, KeptForecastsResolver, toForecast } from "./keptForecasts.ts";
import { riskMutations } from "./riskMutations.ts";
import { riskDays } from "./riskDays.ts";
import { riskDue } from "./riskDue.ts";
import { riskProgram } from "./riskProgram.ts";
import { RiskAcceptanceResolver, RiskResolver } from "./riskResolver.ts";
import { riskById, toRisk } from "./riskType.ts";

/** The register: risks, what is done about them, and what makes all of them bigger. */
export const riskSlice = {
  records: {
    Risk: {
      category: "risk",
      find: riskById,
      of: toRisk,
      name(scope, id) {
        const risk = riskById(scope, id);
        return risk === null ? "a risk" : `${riskName(risk.row)}, ${risk.title}`;
      },
      view: "risks",
      history: "What happened to the risk, newest first.",
      search: { state: (scope, id) => riskById(scope, id)?.standing ?? null },
      servicesOf: servicesOfRisk,
    },
    Mitigation: {
      category: "mitigation",
      find: mitigationById,
      of: toMitigation,
      name(scope, id) {
        const mitigation = mitigationById(scope, id);
        return mitigation === null ? "a mitigation" : `${mitigationName(mitigation.row)}, ${mitigation.title}`;
      },
      view: { none: "mitigations are shown with the risks that they serve", instead: "/risks" },
      history: "What happened to the mitigation, newest first.",
      search: { state: (scope, id) => mitigationById(scope, id)?.status ?? null },
      servicesOf: servicesOfMitigation,
    },
    Factor: {
      category: "factor",
      find: factorById,
      of: toFactor,
      name: (scope, id) => factorById(scope, id)?.title ?? "a factor",
      view: { none: "factors are shown with the register", instead: "/risks" },
      history: "What was said of it, newest first.",
      search: {},
      servicesOf: null,
    },
    Forecast: {
      category: "forecast",
      find: forecastById,
      of: (row, scope) => present(toForecast(row, scope, null), "forecast"),
      name: (scope, id) => {
        const forecast = forecastById(scope, id);
        return forecast === null ? "a forecast" : `the forecast of ${forecast.day}`;
      },
      view: { none: "forecasts are shown with the objective whose years they are about", instead: "/risks" },
      history: "When it was asked for, and when it was drawn.",
      search: { none: "it has no words: it is found at its objective" },
      servicesOf: null,
    },
  },
  resolvers: [RiskResolver, RiskAcceptanceResolver, MitigationResolver, MitigationSlipResolver, KeptForecastsResolver],
  duties: [keepingForecasts],
  program: riskProgram,
  calendar: riskDays,
  due: riskDue,
  mutations: [...riskMutations, ...acceptanceMutations, ...mitigationMutations],
  sentences: { ...riskSentences, ...mitigationSentences, ...forecastSentences },
  telling: { ...riskTelling, ...mitigationTelling, ...forecastTelling },
} satisfies Slice;
