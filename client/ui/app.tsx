// The page as a whole: which screen the address means. Knows no room.
import "./base.css";
import "./people.css";
import { Home } from "./home.tsx";
import { Notices } from "./notices.tsx";
import { Message } from "./message.tsx";
import { Link } from "./link.tsx";
import type { Page } from "./page.ts";
import { Refusals } from "./refusals.tsx";
import { RoomEntry } from "./roomEntry.tsx";
import { route } from "./route.ts";

export function App({ page }: { readonly page: Page }) {
  return (
    <>
      <Screen page={page} />
      <Refusals />
      <Notices />
    </>
  );
}

function Screen({ page }: { readonly page: Page }) {
  const now = route.value;
  switch (now.at) {
    case "home":
      return <Home page={page} />;
    case "room":
      return <RoomEntry key={`${now.roomId}#${now.invitation ?? ""}`} page={page} place={now} />;
    case "nowhere":
      return (
        <Message title="There is nothing here" text="No room can have this address. Check the link once more.">
          <Link to="" class="button primary">
            Go to the start
          </Link>
        </Message>
      );
  }
}
