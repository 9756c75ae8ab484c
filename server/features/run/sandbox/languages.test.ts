// How sources become commands, without running any. Knows no machine.
import { expect, it } from "@jest/globals";
import { TOOLCHAINS } from "./languages.ts";

const java = TOOLCHAINS.find(({ language }) => language === "Java")!;
const mainOf = (text: string, main = "Main.java"): string | undefined =>
  java.run({ main, files: new Map([[main, text]]) }, 64).at(-1);
const MAIN = "public static void main(String[] words) {} }";

it("[M11] the class of Java that is run is the one around its main method", () => {
  expect(mainOf(`class One {} class Two { ${MAIN}`)).toBe("Two");
  expect(mainOf(`class App { interface Step { void go(); } record Place(int x) {} ${MAIN} class Later {}`)).toBe("App");
  expect(mainOf(`class Outer { static class Inner { ${MAIN} }`)).toBe("Outer$Inner");
  expect(
    mainOf(`/* class No { */ class App { String s = "{ class Text {"; char c = '{'; // class Line {\n ${MAIN}`),
  ).toBe("App");
  expect(mainOf(`package a.b; enum Kind { ONE, TWO } class App<T extends Comparable<T>> { ${MAIN}`)).toBe("a.b.App");
  expect(mainOf("", "src/App.java")).toBe("App");
});
