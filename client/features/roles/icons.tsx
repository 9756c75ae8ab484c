// The pictures of the roles; words stand beside them.
import { Icon } from "../../ui/parts/icons.tsx";

/** a house: the sliders are the preferences' */
export const SettingsIcon = () => (
  <Icon>
    <path d="m3.500 11.500 8.500-7 8.500 7M6 9.500v10h12v-10M10 19.500v-5h4v5" />
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
