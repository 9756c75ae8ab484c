// The page as a whole: which screen the address means. Knows no room.
import { useSignal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import "./base.css";
import "./people.css";
import { Notices, show } from "./parts/notices.tsx";
import { given } from "./room/connection/givenBack.ts";
import { NotLoaded } from "./site/notLoaded.tsx";
import type { Page } from "./page.ts";
import { RoomEntry } from "./entry/roomEntry.tsx";
import { route } from "./route.ts";
import { useLoaded } from "./parts/useLoaded.ts";
import { words } from "./words.ts";

export function App({ page }: { readonly page: Page }) {
  return (
    <>
      <Screen page={page} />
      <LazyRefusals />
      <Notices />
    </>
  );
}

function Screen({ page }: { readonly page: Page }) {
  const now = route.value;
  switch (now.at) {
    case "home":
      return <Lazy key="home" load={async () => (await import("./start/home.tsx")).Home} page={page} />;
    case "room":
      return <RoomEntry key={`${now.roomId}#${now.invitation ?? ""}`} page={page} place={now} />;
    case "nowhere":
      return <Lazy key="nowhere" load={async () => (await import("./entry/nowhere.tsx")).Nowhere} page={page} />;
  }
}

interface LazyProps {
  readonly load: () => Promise<FunctionComponent<{ readonly page: Page }>>;
  readonly page: Page;
}

/** Whoever opens the link of a room does not come by these screens. */
function Lazy({ load, page }: LazyProps) {
  const failed = useSignal(false);
  const Loaded = useLoaded(
    () => true,
    load,
    () => {
      failed.value = true;
    },
  );
  if (failed.value) return <NotLoaded title={words.value.pageNotLoaded} />;
  return Loaded ? (
    <Loaded page={page} />
  ) : (
    <main class="opening" aria-busy="true" aria-label={words.value.openingPage} />
  );
}

/** What could not be loaded is tried again with the next edit that is given back; until then they stay as they are. */
function LazyRefusals() {
  const Refusals = useLoaded(
    () => given.value.length > 0,
    async () => (await import("./room/connection/refusals.tsx")).Refusals,
    () => show(words.value.refusalsNotLoaded),
  );
  return Refusals ? <Refusals /> : null;
}
