// The head of the pages outside a room.
import { LogoIcon } from "./icons.tsx";
import { Link } from "./link.tsx";
import { ThemeSwitch } from "./themeSwitch.tsx";

export function SiteHeader() {
  return (
    <header class="site-header">
      <Link to="" class="brand">
        <LogoIcon />
        <span>Code Companion</span>
      </Link>
      <ThemeSwitch />
    </header>
  );
}
