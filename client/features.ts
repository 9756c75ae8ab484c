// Which features the page has. Loaded behind the editor: the first letter needs none of them.
import { assist } from "./features/assist/index.tsx";
import { chat } from "./features/chat/index.tsx";
import { completion } from "./features/completion/index.ts";
import { download } from "./features/download/index.tsx";
import { editing } from "./features/editing/index.tsx";
import { expiry } from "./features/expiry/index.tsx";
import { files } from "./features/files/index.tsx";
import { format } from "./features/format/index.ts";
import { history } from "./features/history/index.tsx";
import { indent } from "./features/indent/index.tsx";
import { notes } from "./features/notes/index.tsx";
import { notifications } from "./features/notifications/index.tsx";
import { operator } from "./features/operator/index.tsx";
import { palette } from "./features/palette/index.tsx";
import { people } from "./features/people/index.tsx";
import { preferences } from "./features/preferences/index.tsx";
import { roles } from "./features/roles/index.tsx";
import { run } from "./features/run/index.tsx";
import { search } from "./features/search/index.tsx";
import { symbols } from "./features/symbols/index.tsx";
import { upload } from "./features/upload/index.tsx";
import { whereabouts } from "./features/whereabouts/index.ts";
import type { PageFeature } from "./ui/pageFeature.ts";

// prettier-ignore
export const features: readonly PageFeature[] = [chat, files, run, assist, search, format, completion, symbols, indent, history, download, upload, notes, notifications, palette, people, roles, preferences, editing, whereabouts, operator, expiry];
