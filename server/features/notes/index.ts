// Notes for the owners of a room alone: one file that the room does not list. Knows who is an owner, and no text.
import { FEATURE_STREAMS } from "../../rooms/roomStore.ts";
import type { Feature } from "../feature.ts";

const NOTES = FEATURE_STREAMS + 2;

const notes: Feature = {
  name: "notes",
  open: (room) => ({
    mayOpen: (file, participant) => file === NOTES && room.isOwner(participant),
  }),
};

export default notes;
