// The history of a room that an earlier build has stored, as the page plays it; server/test/stored says what there is.
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { allFeatures } from "../../test/allFeatures.ts";
import type { TestServer } from "../../test/harness.ts";
import { BUILDS, folderPutBack, keptBy, type PutBack, startOn } from "../../test/stored/opening.ts";
import { hashOf, NOTES } from "../../test/stored/reading.ts";
import { blamed, expectPlays, historyOnPage } from "./test/page.ts";

const HOUR_MS = 3_600_000;

describe.each(BUILDS)("the history of what the build %s has left", (build) => {
  const { place, expected } = keptBy(build, "embedded");
  const { room, texts } = expected.found;
  const { key } = expected.people[0]!;
  let stored: PutBack;
  let server: TestServer;

  beforeEach(async () => {
    stored = await folderPutBack(place);
    server = await startOn(stored, expected, HOUR_MS, allFeatures);
  });
  afterEach(async () => {
    await server.stop();
    expect(server.log).toMatchObject({ errors: [], warnings: [] });
    await stored.remove();
  });

  it("[I1] [I2] plays, file by file, deleted ones too, and says who wrote what is there", async () => {
    const page = await historyOnPage(server, room.roomId, key);
    expect(page.files.value.map(({ file, path, version, deleted }) => [file, path, version, deleted])).toEqual(
      room.files
        .filter(({ purged }) => !purged)
        .map(({ file, name, deleted }) => [file, name, texts[file]!.version, deleted]),
    );
    expect(page.people.value.map(({ name }) => name)).toEqual(room.participants.map(({ name }) => name));
    const typists = new Set<string>();
    for (const { file: number } of page.files.value) {
      const file = page.file(number);
      await file.read();
      const { text, version, hashes } = texts[number]!;
      expect(file.version.peek()).toBe(version);
      const versions = Object.keys(hashes).map(Number);
      const old = await Promise.all(versions.map((one) => file.text(one)));
      expect(old.map(hashOf)).toEqual(Object.values(hashes));
      await expectPlays(file, new Map(versions.map((one, index) => [one, old[index]!])));
      const names = await blamed(page, number, version, (client) => page.personOf(client)!.name[0]!);
      expect(names).toHaveLength(text.length);
      for (const name of names) typists.add(name);
      // what a route gives is what the page has woven
      const [middle] = versions.slice(versions.length >> 1);
      const asked = await fetch(
        `${server.url}/api/rooms/${room.roomId}/history/files/${number}/text?version=${middle}`,
        {
          headers: { authorization: `Bearer ${key}` },
        },
      );
      // halves of pairs are none in UTF-8
      expect((await asked.text()) === Buffer.from(old[versions.indexOf(middle!)]!).toString()).toBe(true);
    }
    expect([...typists].toSorted()).toEqual(expect.arrayContaining(["D", "E", "N", "O"]));
    expect(page.files.value.map(({ file }) => file)).not.toContain(NOTES);
    page.close();
  });
});
