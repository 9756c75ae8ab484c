// Where the page is put together: what it remembers, what it keeps, and which features it has.
import { render } from "preact";
import { chat } from "./features/chat/index.tsx";
import { download } from "./features/download/index.tsx";
import { files } from "./features/files/index.tsx";
import { notes } from "./features/notes/index.tsx";
import { notifications } from "./features/notifications/index.tsx";
import { people } from "./features/people/index.tsx";
import { roles } from "./features/roles/index.tsx";
import { upload } from "./features/upload/index.tsx";
import { BrowserMemory } from "./identity.ts";
import { App } from "./ui/app.tsx";
import type { Page } from "./ui/page.ts";
import { BrowserKeeper } from "./unconfirmed.ts";

const page: Page = {
  memory: new BrowserMemory(storage()),
  keeper: new BrowserKeeper(navigator.locks, new BroadcastChannel("companion"), storage()),
  features: [chat, files, download, upload, notes, notifications, people, roles],
  build: document.querySelector<HTMLMetaElement>('meta[name="companion-build"]')?.content ?? "",
  nonce: document.querySelector<HTMLElement>("[nonce]")?.nonce ?? "",
};

/** Reading `localStorage` itself throws where a browser forbids it. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

render(<App page={page} />, document.querySelector("#app")!);
