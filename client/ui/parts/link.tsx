// A link inside the product that does not load the page anew. Knows addresses only.
import type { ComponentChildren } from "preact";
import { homeUrl } from "../../api.ts";
import { go } from "../route.ts";
import type { Tip } from "./tips/tip.ts";

interface LinkProps extends Tip {
  /** a room id, or "" for home */
  readonly to: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** Opened in another tab it is a plain link. */
export function Link({ to, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a {...rest} href={new URL(to, homeUrl()).href} onClick={follow}>
      {children}
    </a>
  );
}
