// As many files as a room takes, uploaded at once by what the page uploads with.
import type { HonestWork } from "../../../../server/test/honestWork.ts";
import { newClientId, realClock } from "../../../../server/test/person.ts";
import { Uploader } from "../uploader.ts";
import { making } from "./fileMaking.ts";

const FILES = 199;
const LINES = 200;
const LINE_CHARACTERS = 49;

/** Random, so that nothing makes it smaller. */
const text = (): string =>
  Array.from({ length: LINES }, () => newClientId().repeat(3).slice(0, LINE_CHARACTERS)).join("\n");

const work: HonestWork = {
  name: "import",
  title: `${FILES} files of ${(LINES * (LINE_CHARACTERS + 1)) / 1_000} kB are uploaded into a room.`,
  async run(enter) {
    const content = text();
    const uploader = new Uploader({
      candidates: Array.from({ length: FILES }, (_, index) => ({
        path: `folder/file ${index}.txt`,
        open: async () => new File([content], `file ${index}.txt`),
      })),
      clash: "keepBoth",
      client: newClientId(),
      clock: realClock,
      making,
      enter,
      changed: () => {},
    });
    await uploader.run();
    return FILES - uploader.arrivals.length;
  },
};

export default work;
