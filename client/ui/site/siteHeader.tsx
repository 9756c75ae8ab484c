// The head of the pages outside a room, with what shows their tips. Knows no page.
import { LogoIcon } from "../parts/icons.tsx";
// another window may choose one
import "../language.ts";
import { Link } from "../parts/link.tsx";
import { ThemeSwitch } from "../parts/themeSwitch.tsx";
import { Tooltips } from "../parts/tips/tooltips.tsx";

export function SiteHeader() {
  return (
    <header class="site-header">
      <Link to="" class="brand">
        <LogoIcon />
        <span>Code Companion</span>
      </Link>
      <ThemeSwitch />
      <Tooltips />
    </header>
  );
}
