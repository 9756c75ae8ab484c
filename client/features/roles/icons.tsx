// The pictures of the roles; words stand beside them.
import { Icon } from "../../ui/icons.tsx";

export const SettingsIcon = () => (
  <Icon>
    <path d="M5 7h8m4 0h2M5 17h2m4 0h8" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="17" r="2" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <circle cx="5.5" cy="12" r="1" />
    <circle cx="12" cy="12" r="1" />
    <circle cx="18.5" cy="12" r="1" />
  </Icon>
);

export const DoorIcon = () => (
  <Icon>
    <path d="M6 20.5V4.5l9-1v18l-9-1Zm9-14h3v13h-3M12 12h.01" />
  </Icon>
);
