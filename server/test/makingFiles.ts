// A feature that makes a file of the name that it is told, and deletes one by its number, for tests of what the core does with several. Checks nothing.
import type { Feature } from "../features/feature.ts";

export const makingFiles: Feature = {
  name: "make",
  open: (room) => ({
    message({ participant }, told) {
      const { files } = room.accepted;
      const [time, known] = [room.now, files.find(({ file }) => file === told)];
      const file = known
        ? { ...known, deleted: { time, participant } }
        : { file: files.length + 1, name: String(told) };
      room.accept({ type: "file", time, participant, file });
    },
  }),
};
