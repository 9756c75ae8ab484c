// Where the dashboard's page is put together: the browser's timers, its network, its language. Knows no figure.
import { render } from "preact";
import { browserStorage } from "../stored.ts";
import { alsoInGerman, firstLanguage, LANGUAGE_STORED, speak, wantedLanguages } from "../words.ts";
import { adminApi } from "./adminApi.ts";
import { Dashboard } from "./dashboard.tsx";
import { DashboardModel } from "./dashboardModel.ts";
import { FEATURE_TABS } from "./featureTab.tsx";

const model = new DashboardModel({
  api: adminApi,
  known: FEATURE_TABS,
  every(ms, run) {
    const ticking = setInterval(run, ms);
    return () => clearInterval(ticking);
  },
});

alsoInGerman(async () => [(await import("./words.de.ts")).default]);
const start = (): void => render(<Dashboard model={model} />, document.querySelector("#dashboard")!);
// the page is better there in English than not at all
void speak(firstLanguage(browserStorage.read(LANGUAGE_STORED), wantedLanguages())).then(start, start);
void model.start();
