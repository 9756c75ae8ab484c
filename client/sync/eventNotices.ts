// What a person is told of an event of the room, as it was before and is after it. Pure.
import type { RoomDetails, RoomEvent } from "#protocol/events.ts";
import type { Notice } from "./ports.ts";

/** `you`: this person's number; of files that they made themselves they are told nothing. */
export function noticesOf(event: RoomEvent, before: RoomDetails, after: RoomDetails, you?: number): readonly Notice[] {
  const by = (number: number) => after.participants.find(({ participant }) => participant === number);
  switch (event.type) {
    case "participant": {
      const { participant: person } = event;
      const was = before.participants.find(({ participant }) => participant === person.participant)?.name;
      return was === undefined || was === person.name ? [] : [{ type: "renamed", before: was, person }];
    }
    case "language":
      return [{ type: "languageChanged", language: event.language, person: by(event.participant) }];
    case "title":
      return [{ type: "titleChanged", title: event.title, person: by(event.participant) }];
    case "file": {
      const person = event.participant === you ? undefined : by(event.participant);
      const isNew = !before.files.some(({ file }) => file === event.file.file);
      return person && isNew ? [{ type: "fileMade", file: event.file, person }] : [];
    }
    default:
      return [];
  }
}
