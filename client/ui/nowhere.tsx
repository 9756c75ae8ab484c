// The screen of an address that no room can have. Knows nothing else.
import { Link } from "./link.tsx";
import { Message } from "./message.tsx";
import { words } from "./words.entry.ts";

export function Nowhere() {
  return (
    <Message title={words.value.nothing} text={words.value.nothingText}>
      <Link to="" class="button primary">
        {words.value.toStart}
      </Link>
    </Message>
  );
}
