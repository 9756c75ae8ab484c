// A feature that makes a file of the name that it is told, for tests of what the core does with several. Checks nothing.
import type { Feature } from "../features/feature.ts";

export const makingFiles: Feature = {
  name: "make",
  open: (room) => ({
    message({ participant }, name) {
      const file = { file: room.accepted().files.length + 1, name: String(name) };
      room.accept({ type: "file", time: room.now(), participant, file });
    },
  }),
};
