// The pictures of history, drawn with the colour of the text around them.
import { Icon } from "../../ui/parts/icons.tsx";

export const PastIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8" />
    <path d="M12 7.500V12l3 2" />
  </Icon>
);

export const PlayIcon = () => (
  <Icon>
    <path d="M8 5.500v13l10.500-6.500z" />
  </Icon>
);

export const StopIcon = () => (
  <Icon>
    <path d="M8.500 6v12M15.500 6v12" />
  </Icon>
);

export const BackIcon = () => (
  <Icon>
    <path d="m14.500 6-6 6 6 6" />
  </Icon>
);

export const OnIcon = () => (
  <Icon>
    <path d="m9.500 6 6 6-6 6" />
  </Icon>
);

export const PasteIcon = () => (
  <Icon>
    <path d="M8.500 5.500H6.500v14h11v-14h-2M9 4h6v3.500H9z" />
  </Icon>
);

export const JoinedIcon = () => (
  <Icon>
    <path d="M6 20V4h12v16M4 20h16M14.500 12v.5" />
  </Icon>
);

export const FlagIcon = () => (
  <Icon>
    <path d="M6.500 20.500V4.500h11l-2.500 4 2.500 4h-11" />
  </Icon>
);

export const RestoredIcon = () => (
  <Icon>
    <path d="M9 14 4.500 9.500 9 5M5 9.500h9a5 5 0 0 1 0 10h-3" />
  </Icon>
);

/** A rubber: what somebody wrote is taken out, which is no undo of what was pressed last. */
export const TakeOutIcon = () => (
  <Icon>
    <path d="m13.500 4.500 6 6-8.500 8.500H8l-3.500-3.500zM9 9l6 6M11 19h8.500" />
  </Icon>
);

export const CompareIcon = () => (
  <Icon>
    <path d="M4.500 5.500h6v13h-6zM13.500 5.500h6v13h-6zM7 9.500h1M7 12.500h1M16 9.500h1M16 14.500h1" />
  </Icon>
);

export const DeletedIcon = () => (
  <Icon>
    <path d="M5 7h14M9.500 7V4.500h5V7M7 7l.8 12.500h8.400L17 7M10.500 10.500v5.500M13.500 10.500v5.500" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon>
    <path d="M10 14a4.500 4.500 0 0 0 6.400 0l3-3a4.500 4.500 0 0 0-6.400-6.400l-1 1M14 10a4.500 4.500 0 0 0-6.400 0l-3 3A4.500 4.500 0 0 0 11 19.400l1-1" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M6 12h.01M12 12h.01M18 12h.01" />
  </Icon>
);
