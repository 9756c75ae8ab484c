// This browser's rooms on the start page, and what a room is called: two people, the keyboard, a phone, and 200 rooms.
import type { Locator, Page } from "@playwright/test";
import { roomLabel } from "../../server/protocol/roomLabel.ts";
import { axe } from "./axe.ts";
import { boxesOf } from "./geometry.ts";
import { expect, NOT_FOUND, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

const PHONE = { viewport: { width: 360, height: 720 }, hasTouch: true, isMobile: true };

/** The line of a room in the list. */
const line = (page: Page, name: string): Locator =>
  page.getByRole("listitem").filter({ has: page.getByRole("button", { name: `Star ${name}`, exact: true }) });

/** The names of the rooms in the list, from the top. */
const names = (page: Page): Locator => page.locator(".my-room-title");

/** Creates a room that is called so, and goes back to the start. */
async function createNamed(visitor: Visitor, title: string, language?: string): Promise<{ link: string }> {
  await visitor.create("Ada", language);
  const { page, link } = visitor;
  await page.getByRole("heading").getByRole("button").click();
  await page.keyboard.type(title);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: title })).toBeVisible();
  await page.getByRole("link", { name: /to the start/ }).click();
  await expect(line(page, title)).toBeVisible();
  return { link };
}

/** Has this browser remember rooms that nobody has made, the last one visited first. */
async function remember({ page }: Visitor, rooms: readonly object[]): Promise<void> {
  await page.evaluate((list) => localStorage.setItem("companion:rooms", JSON.stringify(list)), rooms);
  await page.reload();
}

async function fits(page: Page): Promise<void> {
  expect(await page.evaluate(() => document.scrollingElement?.scrollWidth)).toBeLessThanOrEqual(360);
  for (const { left, right } of await boxesOf(page, "button, a:not(.skip), input, .my-room, .dialog")) {
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(360);
  }
}

test("[U40] a room is named at its head, by pointer and keyboard, and everybody sees it", async ({ visit }) => {
  const ada = await visit();
  await ada.create("Ada", "Rust");
  const { page } = ada;
  const label = await ada.label();
  const bo = await visit();
  await bo.enter(ada.link, "Bo");
  await page.getByRole("heading", { name: label }).getByRole("button").click();
  const field = page.getByLabel("Title of the room");
  await expect(field).toBeFocused();
  await page.keyboard.type("  Kata <b>of</b> the day ");
  await page.keyboard.press("Enter");
  for (const one of [ada, bo]) {
    await expect(one.page.getByRole("heading", { name: "Room Kata <b>of</b> the day", exact: true })).toBeVisible();
    await expect(one.page).toHaveTitle("(2) Kata <b>of</b> the day – Code Companion");
    await expect(one.page.getByRole("status")).toContainText("Ada named the room “Kata <b>of</b> the day”");
  }
  await expect(page.getByRole("heading").getByRole("button")).toBeFocused();

  await page.keyboard.press("Enter");
  await page.keyboard.type("no");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: "Kata" }).getByRole("button")).toBeFocused();

  // leaving the field keeps what was typed, and the focus goes where it was put
  await bo.page.getByRole("heading").getByRole("button").click();
  await bo.page.keyboard.type("Bo’s room");
  await bo.editor.click();
  await expect(bo.editor).toBeFocused();
  await expect(page.getByRole("heading", { name: "Bo’s room" })).toBeVisible();
  await page.reload();
  await ada.isIn();
  await expect(page.getByRole("heading", { name: "Bo’s room" })).toBeVisible();

  const cy = await visit();
  await cy.page.goto(ada.link);
  await expect(cy.page.getByText("Bo’s room: A Rust room, created just now by Ada")).toBeVisible();

  await page.getByRole("link", { name: /to the start/ }).click();
  await line(page, "Bo’s room").getByRole("button", { name: "Rename Bo’s room" }).click();
  await expect(field).toHaveValue("Bo’s room");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Enter");
  await expect(bo.page.getByRole("heading", { name: label })).toBeVisible();
  await expect(bo.page.getByRole("status")).toContainText("Ada removed the room’s title");
  await expect(line(page, label).getByRole("button", { name: `Rename ${label}` })).toBeFocused();
  await cy.page.reload();
  await expect(cy.page.getByText(`${label}: A Rust room, created just now by Ada`)).toBeVisible();
});

test("[U41] the list is searched, stars come first and stay, and the keyboard never loses its place", async ({
  visit,
}) => {
  test.slow();
  const ada = await visit();
  const { page } = ada;
  await createNamed(ada, "Interview", "Rust");
  await createNamed(ada, "Café Kata", "Go");
  await createNamed(ada, "Notes", "Markdown");
  await expect(names(page)).toHaveText(["Notes", "Café Kata", "Interview"]);

  const star = line(page, "Interview").getByRole("button", { name: "Star Interview" });
  await star.focus();
  await page.keyboard.press("Space");
  await expect(names(page)).toHaveText(["Interview", "Notes", "Café Kata"]);
  await expect(star).toBeFocused();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(names(page)).toHaveText(["Interview", "Notes", "Café Kata"]);

  const search = page.getByRole("searchbox", { name: "Search my rooms" });
  await search.fill("cafe");
  await expect(names(page)).toHaveText(["Café Kata"]);
  await expect(ada.announced).toHaveText("1 of 3 rooms");
  await search.fill("klingon");
  await expect(page.getByText("None of your rooms matches that.")).toBeVisible();
  await search.fill("");

  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("link", { name: "Interview" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  // it is there once the server has said that this is an owner
  await expect(page.getByRole("button", { name: "Rename Notes" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Rename Notes" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("button", { name: "Rename Café Kata" })).toBeFocused();
  await page.keyboard.press("F2");
  await page.keyboard.type("Kata");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Rename Kata" })).toBeFocused();
  await expect(names(page)).toHaveText(["Interview", "Notes", "Kata"]);

  await page.keyboard.press("Delete");
  await expect(names(page)).toHaveText(["Interview", "Notes"]);
  await expect(page.getByText("Forgotten: “Kata”. Its owner’s key was in this browser alone.")).toBeVisible();
  await expect(ada.announced).toHaveText("Forgotten: “Kata”.");
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(names(page)).toHaveText(["Interview", "Notes", "Kata"]);
  await expect(page.getByRole("button", { name: "Forget Kata" })).toBeFocused();
  await page.getByRole("link", { name: "Kata" }).focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(search).toBeFocused();
  await page.getByRole("link", { name: "Kata" }).press("Enter");
  await ada.isIn();
  await expect(page.getByRole("button", { name: "People, 1 here now" })).toBeVisible();
});

test.describe("rooms that are gone", () => {
  test.use({ tolerated: NOT_FOUND });

  test("[U5] rooms that are gone are marked, and forgotten at once, with a way back", async ({ visit }) => {
    const ada = await visit();
    const { page } = ada;
    await ada.goHome();
    await expect(page.getByText("Rooms that you create or join are listed here")).toBeVisible();
    await createNamed(ada, "Kata");
    const kept = await page.evaluate(() => JSON.parse(localStorage.getItem("companion:rooms") ?? "[]") as object[]);
    const labels = [3, 4].map(roomLabel);
    const gone = [3, 4].map((dateCreated) => ({
      roomId: String(dateCreated).repeat(13),
      name: "Ada",
      dateCreated,
      visited: 9e12,
    }));
    await remember(ada, [...gone, ...kept]);
    await expect(page.getByText("2 of these rooms are gone.")).toBeVisible();
    await expect(names(page)).toHaveText(["Kata", ...labels]);
    await expect(line(page, labels[0] ?? "")).toContainText("Gone");
    await expect(page.getByRole("link", { name: labels[0] ?? "" })).toHaveCount(0);

    await page.getByRole("button", { name: "Forget them" }).click();
    await expect(names(page)).toHaveText(["Kata"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(names(page)).toHaveText(["Kata", ...labels]);
    await page.getByRole("button", { name: "Forget them" }).click();
    await page.reload();
    await expect(names(page)).toHaveText(["Kata"]);
    await page.getByRole("button", { name: "Forget Kata" }).click();
    await expect(page.getByText("Rooms that you create or join are listed here")).toBeVisible();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("link", { name: "Kata" }).click();
    await ada.isIn();
  });

  test("[U42] an owner deletes a room after a question that says what it means; everybody in it is told", async ({
    visit,
  }) => {
    test.slow();
    const ada = await visit();
    const { page } = ada;
    await createNamed(ada, "Notes");
    const { link } = await createNamed(ada, "Kata");
    const bo = await visit();
    await bo.enter(link, "Bo");
    await bo.type("my work");
    await bo.isSaved();
    const beside = await bo.context.newPage();
    await beside.goto(new URL("./", link).href);
    await expect(beside.getByRole("button", { name: "Rename Kata" })).toBeVisible();
    await expect(beside.getByRole("button", { name: "Delete Kata" })).toHaveCount(0);

    await page.reload();
    await line(page, "Kata").getByRole("button", { name: "Delete Kata" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete “Kata” for everybody?" });
    await expect(dialog).toContainText("In the room now: Bo.");
    await expect(dialog.getByRole("button", { name: "Keep it" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Delete Kata" })).toBeFocused();
    await expect(bo.status).toHaveText("Saved");

    await page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: "Delete the room" }).click();
    await expect(names(page)).toHaveText(["Notes"]);
    await expect(page.getByRole("status")).toContainText("“Kata” is deleted.");
    await expect(page.getByRole("link", { name: "Notes" })).toBeFocused();
    await expect(bo.status).toHaveText("This room is gone.");
    await bo.sees("my work");
    await beside.reload();
    await expect(line(beside, "Kata")).toContainText("Gone");
    expect((await page.goto(link))?.status()).toBe(404);
  });
});

test("[U42] the question stays when it is asked again before the browser tells that it was closed", async ({
  visit,
}) => {
  const ada = await visit();
  const { page } = ada;
  await createNamed(ada, "Kata");
  const ask = page.getByRole("button", { name: "Delete Kata" });
  const dialog = page.getByRole("dialog", { name: "Delete “Kata” for everybody?" });
  const closings = {
    answer: () => dialog.getByRole("button", { name: "Keep it" }).evaluate(clickBoth),
    cross: () => dialog.getByRole("button", { name: "Close" }).evaluate(clickBoth),
    beside: () => dialog.evaluate(clickBoth),
  };
  await ask.click();
  for (const [way, close] of Object.entries(closings)) {
    await close();
    await expect(dialog.getByRole("button", { name: "Keep it" }), way).toBeFocused();
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(ask).toBeFocused();
});

/**
 * Clicks it, and what opens the question again, with time for the page's own work in between, but for no other event;
 * over when the browser has told that the question was closed.
 */
async function clickBoth(closing: HTMLElement | SVGElement): Promise<void> {
  const told = new Promise((resolve) => closing.closest("dialog")!.addEventListener("close", resolve, { once: true }));
  closing.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  document.querySelector<HTMLElement>(".my-room .delete")!.click();
  await told;
}

test("[U43] the list says who is in a room, anew when the page is seen again and every 30 s", async ({
  visit,
  server,
}) => {
  const ada = await visit();
  const { page } = ada;
  await page.clock.install();
  const { link } = await createNamed(ada, "Kata");
  const bo = await visit();
  await bo.enter(link, "Bo");
  const { roomId } = bo;
  const here = line(page, "Kata").locator(".my-room-here");
  await expect(here).toHaveText("");
  await page.clock.fastForward(30_000);
  await expect(here).toHaveText("In the room now: Bo");

  await bo.goHome();
  // until then who looks is rightly told that Bo is in there
  await expect.poll(() => server.here(roomId)).toEqual([]);
  await page.clock.fastForward(10_000);
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect(here).toHaveText("");

  // a page that nobody sees asks nothing
  await page.evaluate(() => Object.defineProperty(document, "visibilityState", { value: "hidden" }));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.clock.fastForward(90_000);
  expect(asked).toEqual([]);
});

test("[U44] a list of 200 rooms is searched without a wait, and asks of few rooms at a time", async ({
  visit,
  server,
}) => {
  test.slow();
  const ada = await visit();
  const { page } = ada;
  await ada.goHome();
  const rooms: object[] = [];
  for (let number = 0; number < 200; number++) {
    const response = await fetch(new URL("api/rooms", server.url), {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "Ada" }),
    });
    const { roomId, key, participant } = (await response.json()) as Record<string, unknown>;
    await fetch(new URL(`api/rooms/${String(roomId)}`, server.url), {
      method: "PATCH",
      headers: { "content-type": "application/json", authorization: `Bearer ${String(key)}` },
      body: JSON.stringify({ title: `Room ${number}` }),
    });
    rooms.push({ roomId, key, participant, name: "Ada", title: `Room ${number}`, visited: 9e12 - number });
  }
  const [looks, expiries] = [/\/api\/rooms\/[^/]+$/, /\/api\/rooms\/[^/]+\/expiry$/].map((url) => {
    const counts = { underWay: 0, most: 0, asked: new Set<string>() };
    page.on("request", (request) => {
      if (!url.test(request.url())) return;
      counts.asked.add(request.url());
      counts.most = Math.max(counts.most, ++counts.underWay);
    });
    page.on("requestfinished", (request) => {
      if (url.test(request.url())) counts.underWay -= 1;
    });
    return counts;
  });
  await remember(ada, rooms);
  await expect(names(page)).toHaveCount(20);
  /** ms from a press, or from `text` being there, to when the page is painted. */
  const took = (selector: string, text: string): Promise<number> =>
    page.evaluate(
      ([css, typed]) =>
        new Promise<number>((resolve) => {
          const element = document.querySelector<HTMLElement>(css)!;
          const begun = performance.now();
          if (element instanceof HTMLInputElement) {
            element.value = typed;
            element.dispatchEvent(new InputEvent("input", { bubbles: true }));
          } else element.click();
          // what a frame's callback sends arrives when that frame is painted
          const painted = new MessageChannel();
          painted.port1.addEventListener("message", () => resolve(performance.now() - begun));
          painted.port1.start();
          requestAnimationFrame(() => painted.port2.postMessage(undefined));
        }),
      [selector, text] as const,
    );
  const all = await took(".my-rooms-all", "");
  await expect(names(page)).toHaveCount(200);
  await expect(page.getByRole("link", { name: "Room 20" })).toBeFocused();
  const searched = await took(".my-rooms-search", "19");
  await expect(names(page)).toHaveText([
    "Room 19",
    "Room 119",
    ...Array.from({ length: 10 }, (_, index) => `Room ${190 + index}`),
  ]);
  const cleared = await took(".my-rooms-search", "");
  await expect(names(page)).toHaveCount(20);
  console.log(
    `200 rooms: shown in ${all.toFixed(0)} ms, searched in ${searched.toFixed(0)}, back in ${cleared.toFixed(0)}`,
  );
  // a machine that is busy with other tests has its time
  for (const ms of [all, searched, cleared]) expect(ms).toBeLessThan(800);
  await expect.poll(() => looks!.underWay).toBe(0);
  expect(looks!.most).toBeLessThanOrEqual(4);
  expect(looks!.asked.size).toBeLessThanOrEqual(60);
  expect(expiries!.most).toBeLessThanOrEqual(1);
  expect(expiries!.asked.size).toBeLessThanOrEqual(60);
});

test.describe("axe", () => {
  test.use({ tolerated: NOT_FOUND });

  test("[U23] axe finds nothing in the list, wide and on a phone", { tag: "@long" }, async ({ visit }) => {
    test.slow();
    const ada = await visit();
    const { page } = ada;
    await ada.goHome();
    await expect(page.getByText("Rooms that you create or join are listed here")).toBeVisible();
    await axe(ada, "empty");
    await createNamed(ada, "Interview with somebody who has a very long name, for the second time", "Rust");
    const { link } = await createNamed(ada, "Kata", "Go");
    const bo = await visit();
    await bo.enter(link, "Bo");
    await page.getByRole("button", { name: "Star Interview" }).click();
    await page.evaluate(() => {
      const rooms = JSON.parse(localStorage.getItem("companion:rooms") ?? "[]") as object[];
      rooms.push({ roomId: "3333333333333", name: "Ada", language: "Python", visited: 1e12 });
      rooms.push({ roomId: "4444444444444", name: "Ada", dateCreated: 4, language: "Python", visited: 1e12 });
      localStorage.setItem("companion:rooms", JSON.stringify(rooms));
    });
    await page.reload();
    await expect(page.getByText("2 of these rooms are gone.")).toBeVisible();
    await expect(line(page, "Kata")).toContainText("Bo");
    await page.getByRole("button", { name: `Forget ${roomLabel(4)}` }).click();
    await axe(ada, "list");
    await page.setViewportSize(PHONE.viewport);
    await expect(line(page, "Kata")).toContainText("Bo");
    await axe(ada, "list on a phone");
    await fits(page);
    await page.getByRole("button", { name: "Rename Kata" }).click();
    await axe(ada, "rename");
    await fits(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Delete Kata" }).click();
    await axe(ada, "delete");
    await fits(page);
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Interview" }).click();
    await ada.isIn();
    await fits(page);
    await page.getByRole("heading").getByRole("button").click();
    await axe(ada, "rename in the room");
  });
});
