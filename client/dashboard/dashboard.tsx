// The dashboard as a whole: its head, the way in, and the tabs. Knows no figure.
import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { homeUrl, messageOf } from "../api.ts";
import { pressed } from "../pressed.ts";
import "../ui/base.css";
import "../ui/site/site.css";
import { LogoIcon } from "../ui/parts/icons.tsx";
// another window may choose one
import "../ui/language.ts";
import { Notices, show } from "../ui/parts/notices.tsx";
import { next } from "../ui/parts/rovingKeys.ts";
import { ThemeSwitch } from "../ui/parts/themeSwitch.tsx";
import { Tooltips } from "../ui/parts/tips/tooltips.tsx";
import "./dashboard.css";
import type { DashboardModel } from "./dashboardModel.ts";
import { EventsTab } from "./eventsTab.tsx";
import { FeatureTab } from "./featureTab.tsx";
import { OverviewTab } from "./overviewTab.tsx";
import { RoomsTab } from "./roomsTab.tsx";
import { SignIn } from "./signIn.tsx";
import { words } from "./words.ts";

interface OfModel {
  readonly model: DashboardModel;
}

export function Dashboard({ model }: OfModel) {
  useSignalEffect(() => {
    document.title = `${words.value.title} – Code Companion`;
  });
  return (
    <div class="site dashboard">
      <header class="site-header">
        <a href={homeUrl()} class="brand" aria-label={words.value.toStart}>
          <LogoIcon />
          <span class="dashboard-brand">Code Companion</span>
        </a>
        <span class="dashboard-tools">
          {model.session.value === "in" && <Session model={model} />}
          <ThemeSwitch />
        </span>
        <Tooltips />
      </header>
      <Screen model={model} />
      <Notices />
    </div>
  );
}

function Screen({ model }: OfModel) {
  switch (model.session.value) {
    case "asking":
      return <main class="opening" aria-busy="true" aria-label={words.value.opening} />;
    case "unreachable":
      return (
        <main class="card message">
          <h1>{words.value.unreachable}</h1>
          <p>{words.value.unreachableText}</p>
          <button type="button" class="button primary" onClick={() => void model.start()}>
            {words.value.tryAgain}
          </button>
        </main>
      );
    case "out":
      return <SignIn model={model} />;
    case "in":
      return <Tabs model={model} />;
  }
}

/** How the stream is, and the way out. */
function Session({ model }: OfModel) {
  const { stream, signIn } = words.value;
  const now = model.stream.value;
  return (
    <>
      <p class={`dashboard-stream ${now}`} role="status">
        <span class="dashboard-dot" aria-hidden="true" />
        {stream[now]}
      </p>
      <button type="button" class="button small" onClick={() => model.pause(now !== "paused")}>
        {now === "paused" ? stream.goOn : stream.pause}
      </button>
      <button
        type="button"
        class="button small"
        onClick={() => model.signOut().catch((problem: unknown) => show(messageOf(problem)))}
      >
        {signIn.out}
      </button>
    </>
  );
}

/** What the address says behind its # stays through a reload. */
const tabInAddress = (): string => location.hash.slice(1);

function Tabs({ model }: OfModel) {
  const list = useRef<HTMLDivElement>(null);
  const asked = useSignal(tabInAddress());
  useEffect(() => {
    const listening = new AbortController();
    addEventListener("hashchange", () => (asked.value = tabInAddress()), { signal: listening.signal });
    return () => listening.abort();
  }, []);
  const tabs = model.tabs.value;
  const [first = ""] = tabs;
  const open = tabs.includes(asked.value) ? asked.value : first;
  const choose = (tab: string): void => {
    asked.value = tab;
    history.replaceState(null, "", `${location.pathname}#${tab}`);
  };
  return (
    <main class="dashboard-main">
      <h1 class="unseen">{words.value.title}</h1>
      <div
        ref={list}
        class="dashboard-tabs"
        role="tablist"
        aria-label={words.value.tabs}
        onKeyDown={pressed((event) => {
          const to = tabs[next(event.key, tabs.indexOf(open), tabs.length) ?? -1];
          if (to === undefined) return;
          event.preventDefault();
          choose(to);
          list.current?.querySelector<HTMLElement>(`#tab-${to}`)?.focus();
        })}
      >
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            id={`tab-${tab}`}
            role="tab"
            aria-selected={tab === open}
            aria-controls="dashboard-panel"
            tabIndex={tab === open ? 0 : -1}
            onClick={() => choose(tab)}
          >
            {words.value.tab[tab] ?? tab}
          </button>
        ))}
      </div>
      <div key={open} id="dashboard-panel" class="dashboard-panel" role="tabpanel" aria-labelledby={`tab-${open}`}>
        <Panel model={model} tab={open} />
      </div>
    </main>
  );
}

function Panel({ model, tab }: OfModel & { readonly tab: string }) {
  switch (tab) {
    case "overview":
      return <OverviewTab model={model} />;
    case "rooms":
      return <RoomsTab model={model} />;
    case "events":
      return <EventsTab model={model} />;
    default:
      return <FeatureTab model={model} feature={tab} />;
  }
}
