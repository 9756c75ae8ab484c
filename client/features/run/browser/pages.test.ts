// Which page of a room a file belongs to.
import { expect, it } from "@jest/globals";
import { pageThatNames } from "./pages.ts";

it.each([
  ["css/a.css", "index.html", '<link rel="stylesheet" href="css/a.css">'],
  ["css/a.css", "pages/one.htm", "<LINK href='../css/a.css' rel=stylesheet>"],
  ["a b.css", "index.html", "<link rel=stylesheet href=./a%20b.css?x>"],
  ["main.js", "index.html", '<p></p>\n<script\n  type="module"\n  src="/main.js"></script>'],
  ["main.js", undefined, '<script src="https://elsewhere.invalid/main.js"></script><a href="main.js">main.js</a>'],
  ["main.js", undefined, '<script src="lib/main.js"></script><link href="other.css">'],
  ["main.js", undefined, '<script src="http://">main.js</script><script data-src="main.js"></script>'],
])("[M49] %s is a part of %s", (path, page, text) => {
  const files = new Map([
    [path, ""],
    ["other.html", "<p>"],
    [page ?? "index.html", text],
    ["again.html", text],
  ]);
  expect(pageThatNames(path, files)).toBe(page);
});

it("[M49] a page that is no page is soon looked through", () => {
  const began = performance.now();
  for (const part of ["<script", "<link ", " href", "<link href=", "<link href='"])
    expect(pageThatNames("main.js", new Map([["index.html", `<link${part.repeat(150_000)}`]]))).toBeUndefined();
  expect(performance.now() - began).toBeLessThan(5_000);
});
