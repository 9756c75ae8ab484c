// One window of one person: what they do and what they see. Knows the words on the page, no server.
import { expect, type BrowserContext, type Locator, type Page } from "@playwright/test";

export class Visitor {
  readonly page: Page;
  readonly #home: string;

  /** `home`: the address of the home page. */
  constructor(page: Page, home: string) {
    this.page = page;
    this.#home = home;
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  get editor(): Locator {
    return this.page.locator("#code .cm-content");
  }

  get status(): Locator {
    return this.page.locator(".status-text");
  }

  /** What is said to a screen reader alone. */
  get announced(): Locator {
    return this.page.locator(".notices .unseen");
  }

  get roomId(): string {
    return new URL(this.page.url()).pathname.split("/").at(-1) ?? "";
  }

  /** What the room is called as long as nobody has named it. */
  async label(): Promise<string> {
    return this.page.locator(".room-title-text").innerText();
  }

  get link(): string {
    return this.page.url();
  }

  /** The language of the file that is shown, as the status line has it: to choose, or fixed. */
  get language(): Locator {
    return this.page.locator(".status-bar .language select, .file-language");
  }

  /** Opens a place of the workbench by its tab, if it is not open. */
  async openPlace(id: string): Promise<Locator> {
    const tab = this.page.locator(`#place-${id}`);
    const isOpen = (await tab.getAttribute("aria-selected")) === "true";
    if (!isOpen) await tab.click();
    return this.page.locator(`.place:has(#place-${id})`);
  }

  /** Opens the room's menu. */
  async menu(): Promise<Locator> {
    await this.page.getByRole("button", { name: /^(Room menu|More)(?:,|$)/ }).click();
    return this.page.locator(".dialog.menu");
  }

  async goHome(): Promise<void> {
    await this.page.goto(this.#home);
  }

  /** Creates a room from the home page and waits until it can be typed in. */
  async create(name: string, language = "JavaScript"): Promise<void> {
    await this.goHome();
    await this.page.getByLabel("Your name").fill(name);
    await this.page.getByLabel("Language").selectOption(language);
    await this.page.getByRole("button", { name: "Create room" }).click();
    await this.isIn();
  }

  /** Opens a link for the first time. */
  async enter(link: string, name: string): Promise<void> {
    await this.page.goto(link);
    await this.page.getByLabel("Your name").fill(name);
    await this.page.keyboard.press("Enter");
    await this.isIn();
  }

  /** Opens a link to a room that this browser has been in. */
  async returnTo(link: string): Promise<void> {
    await this.page.goto(link);
    await this.isIn();
  }

  async isIn(): Promise<void> {
    await expect(this.editor).toBeFocused();
    await this.isSaved();
  }

  /** What comes behind the first letters is there too: search, completion, and their keys. */
  async isWhole(): Promise<void> {
    await expect(this.editor).toHaveAttribute("aria-autocomplete", "list");
  }

  async isSaved(): Promise<void> {
    await expect(this.status).toHaveText("Saved", { timeout: 20_000 });
  }

  /** Types at the very end of the text, or at its very start. */
  async type(text: string, place: "end" | "start" = "end"): Promise<void> {
    await this.editor.focus();
    await this.page.keyboard.press(place === "end" ? "Control+End" : "Control+Home");
    await this.page.keyboard.type(text);
  }

  /** Puts a text of several lines at the end as it is, without the indentation that typing it would add. */
  async paste(text: string): Promise<void> {
    await this.editor.focus();
    await this.page.keyboard.press("Control+End");
    await this.page.keyboard.insertText(text);
  }

  /** Pastes a text of thousands of lines at the end: from the clipboard it goes past the page's own layout. */
  async pasteLong(text: string): Promise<void> {
    await this.editor.focus();
    await this.page.keyboard.press("Control+End");
    await this.editor.evaluate((editor, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", pasted);
      editor.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  }

  /** The text on the screen; short ones are there whole. */
  async text(): Promise<string> {
    return (await this.editor.locator(".cm-line").allTextContents()).join("\n");
  }

  async sees(text: string): Promise<void> {
    await expect.poll(() => this.text()).toBe(text);
  }

  /** How many edits this browser keeps because the server does not have them, not counting what a page left as it went. */
  async keptEdits(): Promise<number> {
    return this.page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open("companion");
          opening.addEventListener("error", () => reject(new Error("no storage")));
          opening.addEventListener("success", () => {
            const database = opening.result;
            const reading: IDBRequest<{ changes: unknown[] }[]> = database
              .transaction("unconfirmed")
              .objectStore("unconfirmed")
              .getAll();
            reading.addEventListener("success", () => {
              database.close();
              resolve(reading.result.flatMap(({ changes }) => changes).length);
            });
          });
        }),
    );
  }
}
