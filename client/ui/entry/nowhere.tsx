// The screen of an address that no room can have. Knows nothing else.
import { Link } from "../parts/link.tsx";
import { Message } from "../site/message.tsx";
import { words } from "./words.ts";

export function Nowhere() {
  return (
    <Message title={words.value.nothing} text={words.value.nothingText}>
      <Link to="" class="button primary">
        {words.value.toStart}
      </Link>
    </Message>
  );
}
