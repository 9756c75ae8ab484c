// A file's name says what it is written in, however it is written, and as everybody else takes it.
import { describe, expect, it } from "@jest/globals";
import { languages } from "@codemirror/language-data";
import { firstFileName } from "#protocol/firstFile.ts";
import { isLanguage, type Language, LANGUAGES } from "#protocol/languages.ts";
import { languageByName, languageOf } from "./fileNames.ts";

describe("the name of a file", () => {
  it.each([
    ["main", "Ruby"],
    ["src/main", "Ruby"],
    ["main.py", "Python"],
    ["lib/app.test.ts", "TypeScript"],
    ["lib.d/Dockerfile", "Dockerfile"],
    ["page.html", "HTML"],
    ["notes.txt", "Plain Text"],
    ["what.xyz", "Plain Text"],
    [".gitignore", "Plain Text"],
  ])("[B10] a file's name says its language, or else the room does: %s is %s", (name, language) => {
    expect(languageOf(name, "Ruby")).toBe(language);
  });

  it.each<[Language, string]>([
    ["Python", "MAIN.PY stub.pyi SConstruct BUILD BUILD.bazel rules.bzl main.py.bak"],
    [
      "JSON",
      "tsconfig.jsonc app.json5 log.jsonl log.ndjson book.ipynb .eslintrc .babelrc .prettierrc x.webmanifest my.code-workspace composer.lock data.JSON",
    ],
    ["Shell", ".bashrc .zshrc .profile run.zsh run.fish x.bash PKGBUILD .envrc .env .env.local .env.example prod.env"],
    ["SQL", "dump.psql schema.ddl .psqlrc a.cql"],
    ["PostgreSQL", "a.pgsql"],
    [
      "Dockerfile",
      "Dockerfile dockerfile Dockerfile.dev Dockerfile-test app.dockerfile Containerfile containerfile.prod",
    ],
    ["TypeScript", "a.mts a.CTS a.d.ts"],
    ["Ruby", "Gemfile Rakefile Vagrantfile.local x.gemspec config.ru"],
    ["Groovy", "Jenkinsfile Jenkinsfile.nightly build.gradle"],
    ["YAML", "a.YML .clang-format yarn.lock CITATION.cff .gitlab-ci.yml"],
    ["TOML", "Cargo.toml Cargo.lock Pipfile poetry.lock"],
    ["XML", "app.csproj Info.plist a.xaml feed.rss web.config a.dtd"],
    ["HTML", "index.HTM a.ejs view.html.erb a.jinja2 a.svelte"],
    ["C++", "a.ipp a.ixx a.cu sketch.ino"],
    ["Markdown", "README.MD post.mdx"],
    ["CMake", "CMakeLists.txt CMAKELISTS.TXT x.cmake.in"],
    ["Nginx", "nginx.conf my-nginx.prod.conf nginx.conf.template"],
    ["F#", "a.fsx a.fsi"],
    ["VHDL", "a.vhd"],
    ["LaTeX", "a.sty refs.bib"],
    ["Objective-C", "a.m a.mm"],
    [
      "Plain Text",
      "notes.txt NOTES.TXT x.unknown notes.old .gitignore a. .editorconfig server.log a.ini x.conf toString.constructor",
    ],
  ])("[B10] %s: %s", (language, names) => {
    for (const name of names.split(" "))
      for (const path of [name, `src.py/${name}`]) expect([path, languageByName(path)]).toEqual([path, language]);
  });

  it("[B10] without an extension it says nothing, unless such files are always called so", () => {
    for (const name of ["main", "README", "build", "a/b", "LICENSE", "profile", "constructor"])
      expect(languageByName(name)).toBeUndefined();
  });

  it("[B10] says what the editor's own list says, where that has one of the room's languages", () => {
    const differing = languages.flatMap(({ name, extensions }) =>
      (isLanguage(name) ? extensions : []).filter((extension) => languageByName(`x.${extension}`) !== name),
    );
    // no Python by an extension in capitals, Arduino is C++, Octave has its .m from others, a .text is any text
    expect(differing.toSorted()).toEqual(["BUILD", "ino", "m", "text"]);
  });

  it.each<[Language, string]>([
    ["Python", "main.py"],
    ["Java", "Main.java"],
    ["Plain Text", "main.txt"],
    ["Octave", "main"],
  ])("[B10] the first file of a %s room is called %s", (language, name) => {
    expect(firstFileName(language)).toBe(name);
  });

  it("[B10] a room's first file has a name that says its language, or nothing of any", () => {
    for (const language of LANGUAGES) expect([language, undefined]).toContain(languageByName(firstFileName(language)));
  });
});
