// Who sees the history of the room, which its owners say; in the room's menu. Knows no moment.
import type { ClientHistoryMessage, Setting } from "../../../server/features/history/messages.ts";
import type { PageRoom } from "../../ui/pageFeature.ts";
import { MenuChoice } from "../../ui/parts/menuChoice.tsx";
import { WHO } from "./bounds.ts";
import "./whoMaySee.css";
import { isConnected } from "../../sync/status.ts";
import { words } from "./words.ts";

interface WhoMaySeeProps {
  readonly setting: Setting;
  readonly room: Pick<PageRoom, "send" | "status">;
}

export function WhoMaySee({ setting: { maySee, links }, room }: WhoMaySeeProps) {
  const send = (message: ClientHistoryMessage): void => room.send(message);
  return (
    // without a connection, what is chosen would be shown and not be so
    <fieldset class="history-who" disabled={!isConnected(room.status.value)}>
      <MenuChoice
        label={words.value.maySee}
        value={maySee}
        all={WHO}
        words={words.value.who}
        onChoose={(one) => send({ type: "setting", maySee: one, links })}
      />
      {maySee === "everybody" && (
        <label class="history-links">
          <input
            type="checkbox"
            checked={links}
            onChange={({ currentTarget }) => send({ type: "setting", maySee, links: currentTarget.checked })}
          />
          {words.value.links}
        </label>
      )}
    </fieldset>
  );
}
