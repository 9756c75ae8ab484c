// Letters that an input method, a dead key or a phone composes, while somebody else types into the same line.
import type { CDPSession } from "@playwright/test";
import type { ServerProcess } from "./serverProcess.ts";
import { expect, test } from "./test.ts";
import type { Visitor } from "./visitor.ts";

/** What the browser is told by an input method; the page sees the events of a real one. */
class InputMethod {
  readonly #devTools: CDPSession;

  constructor(devTools: CDPSession) {
    this.#devTools = devTools;
  }

  static async of(visitor: Visitor): Promise<InputMethod> {
    return new InputMethod(await visitor.context.newCDPSession(visitor.page));
  }

  /** The letters that are being composed are these now; `replaced`: they take the place of so many before the caret. */
  async compose(text: string, replaced?: { readonly start: number; readonly end: number }): Promise<void> {
    await this.#devTools.send("Input.imeSetComposition", {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
      ...(replaced && { replacementStart: replaced.start, replacementEnd: replaced.end }),
    });
  }

  /** They are done, and are this text. */
  async commit(text: string): Promise<void> {
    await this.#devTools.send("Input.insertText", { text });
  }
}

async function two(visit: () => Promise<Visitor>, text: string): Promise<[Visitor, Visitor, InputMethod]> {
  const [ada, bo] = [await visit(), await visit()];
  await ada.create("Ada", "Plain Text");
  await ada.paste(text);
  await ada.isSaved();
  await bo.enter(ada.link, "Bo");
  await bo.sees(text);
  await ada.editor.focus();
  await ada.page.keyboard.press("Control+End");
  return [ada, bo, await InputMethod.of(ada)];
}

/** Types behind so many letters of the text, where nobody is led by the caret's own ways. */
async function typeAt(visitor: Visitor, offset: number, text: string): Promise<void> {
  await visitor.page.keyboard.press("Control+Home");
  for (let count = 0; count < offset; count++) await visitor.page.keyboard.press("ArrowRight");
  await visitor.page.keyboard.type(text);
}

/** Both see it in the end, and so does the server. */
async function allSee(server: ServerProcess, visitors: readonly Visitor[], text: string): Promise<void> {
  for (const visitor of visitors) {
    await visitor.sees(text);
    await visitor.isSaved();
  }
  expect(await server.textOf(visitors[0]!.roomId)).toBe(text);
}

test("[U71] an input method composes while another types before it in the same word", async ({ visit, server }) => {
  const [ada, bo, input] = await two(visit, "abc");
  for (const [index, letters] of ["n", "ni", "nih"].entries()) {
    await input.compose(letters);
    // what is composed is seen at once
    await bo.sees(`a${"q".repeat(index)}bc${letters}`);
    await typeAt(bo, 1, "q");
    await bo.isSaved();
    await ada.sees(`abc${letters}`);
  }
  await input.commit("NIH");
  await allSee(server, [ada, bo], "aqqqbcNIH");
});

test("[U71] an input method composes while another types at the same place", async ({ visit, server }) => {
  const [ada, bo, input] = await two(visit, "abc");
  for (const letters of ["n", "ni", "nih"]) {
    await input.compose(letters);
    await expect.poll(() => bo.text()).toContain(letters);
    await typeAt(bo, 3, "q");
    await bo.isSaved();
  }
  await input.commit("NIH");
  await allSee(server, [ada, bo], "abcqqqNIH");
});

test("[U71] a dead key waits for its letter while another types in the same line", async ({ visit, server }) => {
  const [ada, bo, input] = await two(visit, "caf");
  await input.compose("\u00b4");
  await bo.sees("caf\u00b4");
  await typeAt(bo, 1, "q");
  await bo.isSaved();
  await input.compose("\u00e9");
  await input.commit("\u00e9");
  await ada.page.keyboard.type("!");
  await allSee(server, [ada, bo], "cqaf\u00e9!");
});

test("[U71] a phone replaces a word while another types in the same line", async ({ visit, server }) => {
  const [ada, bo, input] = await two(visit, "so teh");
  // the word is taken up as it stands, as a phone does before it offers another
  await input.compose("teh", { start: 3, end: 6 });
  await typeAt(bo, 2, "q");
  await bo.isSaved();
  await input.compose("the");
  await bo.sees("soq the");
  await input.commit("the ");
  await allSee(server, [ada, bo], "soq the ");
});

test("[U71] other lines and others' places are new at once, and after 10 s the line is as well", async ({
  visit,
  server,
}) => {
  const [ada, bo, input] = await two(visit, "one\nabc");
  await input.compose("nih");
  await bo.sees("one\nabcnih");
  await typeAt(bo, 3, "!");
  await ada.sees("one!\nabcnih");
  await bo.page.keyboard.press("ArrowDown");
  await bo.page.keyboard.press("Home");
  await bo.page.keyboard.type("q");
  await bo.isSaved();
  await expect(ada.page.locator(".remote-caret")).toHaveCount(1);
  await ada.sees("one!\nabcnih");
  await expect.poll(() => ada.text(), { timeout: 20_000 }).toBe("one!\nqabcnih");
  // it goes on where it was
  await expect(ada.editor).toBeFocused();
  await ada.page.keyboard.type("+");
  await input.compose("x");
  await input.commit("X");
  await allSee(server, [ada, bo], "one!\nqabcnih+X");
});
