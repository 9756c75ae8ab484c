// What is made of news: listed, counted, told in passing or by the browser, muted, remembered.
import { describe, expect, it } from "@jest/globals";
import { FullStorage, MapStorage } from "../../../server/test/mapStorage.ts";
import { SafeStorage } from "../../stored.ts";
import type { NewsKind } from "../../ui/parts/notify.ts";
import { NotificationsModel, type NotificationsSurroundings, type Permission } from "./notificationsModel.ts";
import { SettingsMemory } from "./settings.ts";

/** A page whose browser answers `answer` when it asks the person. */
function setUp(storage = new SafeStorage(() => new MapStorage()), answer: Permission = "granted") {
  const shown: string[] = [];
  const byBrowser: { text: string; tag: string; clicked: () => void }[] = [];
  let asked = 0;
  const page = { isVisible: true, permission: "default" as Permission, isAble: true, time: 1 };
  const surroundings: NotificationsSurroundings = {
    memory: new SettingsMemory(storage),
    now: () => page.time++,
    isVisible: () => page.isVisible,
    show: (sentence) => void shown.push(sentence),
    permission: () => page.permission,
    async askPermission() {
      asked++;
      return (page.permission = answer);
    },
    showByBrowser(text, tag, clicked) {
      if (page.isAble) byBrowser.push({ text, tag, clicked });
      return page.isAble;
    },
  };
  return { model: new NotificationsModel(surroundings), page, shown, byBrowser, asked: () => asked };
}

const texts = ({ list }: NotificationsModel): string[] => list.value.map(({ text }) => text);

describe("notifications", () => {
  it("[Y1] lists the newest first, and newer ones in the place of those about the same", () => {
    const { model, shown } = setUp();
    model.add({ kind: "joined", text: "Bo is here", about: "here 2" });
    model.add({ kind: "mentioned", text: "one" });
    model.add({ kind: "mentioned", text: "two" });
    model.readAll();
    model.add({ kind: "left", text: "Bo has left", about: "here 2" });
    expect(texts(model)).toEqual(["Bo has left", "two", "one"]);
    expect(model.list.value.map(({ time }) => time)).toEqual([4, 3, 2]);
    expect(model.unread.value).toBe(1);
    expect(shown).toEqual(["Bo is here", "one", "two", "Bo has left"]);
    for (let count = 0; count < 150; count++) model.add({ kind: "mentioned", text: `more ${count}` });
    expect(model.list.value).toHaveLength(100);
    expect(texts(model)[0]).toBe("more 149");
  });

  it("[Y2] counts what is unread until it is gone to, or all is marked read", () => {
    const { model } = setUp();
    const went: string[] = [];
    for (const text of ["one", "two", "three"]) model.add({ kind: "mentioned", text, go: () => went.push(text) });
    model.add({ kind: "admitted", text: "leads nowhere" });
    expect(model.unread.value).toBe(4);
    model.go(model.list.value[2]!.id);
    expect(went).toEqual(["two"]);
    expect(model.unread.value).toBe(3);
    model.go(99);
    model.readAll();
    expect(model.unread.value).toBe(0);
    expect(went).toEqual(["two"]);
  });

  it("[Y2] takes as read what the person sees where it stands", () => {
    const { model } = setUp();
    const there = new AbortController();
    model.add({ kind: "mentioned", text: "one", seen: there.signal });
    model.add({ kind: "joined", text: "two" });
    there.abort();
    expect(model.list.value.map(({ isRead }) => isRead)).toEqual([false, true]);
  });

  it("[Y4] lists what the page shows by itself as read, unless nobody can be looking", () => {
    const { model, page, shown } = setUp();
    model.add({ kind: "lookHere", text: "look", about: "look", isShown: true });
    expect([texts(model), model.unread.value, shown]).toEqual([["look"], 0, []]);
    page.isVisible = false;
    model.add({ kind: "lookHere", text: "look again", about: "look", isShown: true });
    expect([texts(model), model.unread.value, shown]).toEqual([["look again"], 1, ["look again"]]);
  });

  it("[Y3] neither tells nor lists what is muted, and remembers that", () => {
    const storage = new MapStorage();
    const { model, shown, byBrowser, page } = setUp(new SafeStorage(() => storage));
    model.setMuted("joined", true);
    model.setMuted("left", true);
    model.setMuted("left", false);
    model.add({ kind: "joined", text: "Bo is here" });
    page.isVisible = false;
    model.add({ kind: "joined", text: "Cy is here" });
    model.add({ kind: "left", text: "Bo has left" });
    expect([texts(model), shown, byBrowser]).toEqual([["Bo has left"], ["Bo has left"], []]);
    const again = setUp(new SafeStorage(() => storage)).model;
    expect([...again.settings.value.muted]).toEqual(["joined"]);
  });

  const holding = (text: string) => () => Object.assign(new MapStorage(), { getItem: () => text });

  it.each<[string, () => MapStorage]>([
    [
      "forbidden",
      () => {
        throw new Error("SecurityError");
      },
    ],
    ["full", () => new FullStorage()],
    ["of something else", holding('{"muted":"joined","byBrowser":1}')],
    ["not JSON", holding("{")],
    ["null", holding("null")],
  ])("[Y3] lives with storage that is %s", (_, storage) => {
    const { model, shown } = setUp(new SafeStorage(storage));
    expect(model.settings.value).toEqual({ muted: new Set<NewsKind>(), byBrowser: false });
    model.setMuted("left", true);
    model.add({ kind: "left", text: "Bo has left" });
    expect(shown).toEqual([]);
  });

  it("[Y4] lets the browser tell while the tab is hidden, once that was allowed", async () => {
    const storage = new MapStorage();
    const { model, page, shown, byBrowser, asked } = setUp(new SafeStorage(() => storage));
    const went: string[] = [];
    page.isVisible = false;
    model.add({ kind: "mentioned", text: "before" });
    expect([shown, byBrowser, asked()]).toEqual([["before"], [], 0]);
    await model.setByBrowser(true);
    expect(asked()).toBe(1);
    model.add({ kind: "mentioned", text: "hidden", go: () => went.push("hidden") });
    model.add({ kind: "joined", text: "Bo is here", about: "here 2" });
    expect(shown).toEqual(["before"]);
    expect(byBrowser.map(({ text, tag }) => [text, tag])).toEqual([
      ["hidden", expect.stringMatching(/^news \d+$/)],
      ["Bo is here", "here 2"],
    ]);
    expect(model.unread.value).toBe(3);
    byBrowser[0]!.clicked();
    expect(went).toEqual(["hidden"]);
    expect(model.unread.value).toBe(2);
    page.isVisible = true;
    model.add({ kind: "mentioned", text: "seen" });
    page.isVisible = false;
    page.isAble = false;
    model.add({ kind: "mentioned", text: "not able to" });
    expect(shown).toEqual(["before", "seen", "not able to"]);
    expect(setUp(new SafeStorage(() => storage)).model.settings.value.byBrowser).toBe(true);
    await model.setByBrowser(false);
    expect(asked()).toBe(1);
    expect(setUp(new SafeStorage(() => storage)).model.settings.value.byBrowser).toBe(false);
  });

  it.each<Permission>(["denied", "missing", "default"])(
    "[Y4] stays off where the browser's answer is %s",
    async (answer) => {
      const { model, page, shown, byBrowser } = setUp(undefined, answer);
      await model.setByBrowser(true);
      expect(model.settings.value.byBrowser).toBe(false);
      expect(model.permission.value).toBe(answer);
      page.isVisible = false;
      model.add({ kind: "mentioned", text: "hidden" });
      expect([shown, byBrowser]).toEqual([["hidden"], []]);
    },
  );
});
