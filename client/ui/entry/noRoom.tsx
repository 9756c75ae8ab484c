// The screen of a room that is not there, or not any more. Knows no server.
import { useEffect } from "preact/hooks";
import { giveBackAll } from "../room/connection/leftBehind.ts";
import { Link } from "../parts/link.tsx";
import { Message } from "../site/message.tsx";
import type { Page } from "../page.ts";
import { words } from "./words.ts";
import { roomName } from "../parts/roomLabel.ts";

export function NoRoom({ page, roomId }: { readonly page: Page; readonly roomId: string }) {
  const known = page.memory.room(roomId);
  useEffect(() => void giveBackAll(page, roomId), [page, roomId]);
  return (
    <Message title={words.value.noRoom} text={known ? words.value.knownIsGone(roomName(known)) : words.value.unknown}>
      <p class="actions">
        <Link to="" class="button primary">
          {words.value.createRoom}
        </Link>
        {known && (
          <button type="button" class="button" onClick={() => page.memory.forget(roomId)}>
            {words.value.forget}
          </button>
        )}
      </p>
    </Message>
  );
}
