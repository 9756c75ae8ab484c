// Where the page is put together: what it remembers, what it keeps, and where its features are.
import { render } from "preact";
import { BrowserMemory } from "./identity.ts";
import { browserStorage } from "./stored.ts";
import { App } from "./ui/app.tsx";
import { loadRoom } from "./ui/room/loadRoom.ts";
import type { Page } from "./ui/page.ts";
import { route } from "./ui/route.ts";
import { BrowserKeeper } from "./unconfirmed.ts";
import { firstLanguage, LANGUAGE_STORED, speak } from "./words.ts";

const page: Page = {
  memory: new BrowserMemory(browserStorage),
  keeper: new BrowserKeeper(navigator.locks, new BroadcastChannel("companion"), browserStorage),
  features: async () => (await import("./features.ts")).features,
  roomNotes: async () => (await import("./roomNotes.ts")).roomNotes,
  entryNotes: async () => (await import("./entryNotes.ts")).entryNotes,
  waysIn: async () => (await import("./waysIn.ts")).waysIn,
  build: document.querySelector<HTMLMetaElement>('meta[name="companion-build"]')?.content ?? "",
  nonce: document.querySelector<HTMLElement>("[nonce]")?.nonce ?? "",
};

// at once, beside the words
if (route.peek().at === "room") void loadRoom();
const start = (): void => render(<App page={page} />, document.querySelector("#app")!);
// the page is better there in English than not at all
void speak(firstLanguage(browserStorage.read(LANGUAGE_STORED), navigator.languages)).then(start, start);
