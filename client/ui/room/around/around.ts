// What is around the code: its head, places, bars and status, and what features see of it. Loaded behind the editor, for the first letter needs none of it. Knows no feature.
// what may be wanted when the connection is gone
import "../connection/refusals.tsx";

export { Banners } from "./banners.tsx";
export { pageCommands } from "./commands/pageCommands.ts";
export { EntryNotes } from "../../site/entryNotes.tsx";
export { EmptyFile } from "./firstUse.tsx";
export { OnlyHereBars } from "./onlyHereBars.tsx";
export { peoplePlace } from "./people.tsx";
export { PlaceView } from "./placeView.tsx";
export { roomFor } from "./roomFor.ts";
export { RoomHeader } from "./roomHeader.tsx";
export { RoomOver } from "./roomOver.tsx";
export { StatusBar } from "./statusBar.tsx";
export { ThumbBar } from "./thumbBar.tsx";
export { windowTitle } from "./windowTitle.ts";
