// What a file is written in, by its name. Knows no highlighting and no room.
import type { Language } from "#protocol/languages.ts";

/** Extensions, in any case. Where several languages have one, it is that of which there are more files. */
// prettier-ignore
const EXTENSIONS: Partial<Record<Language, string>> = {
  JavaScript: "js mjs cjs es es6 jsm jake pac gs",
  TypeScript: "ts mts cts",
  JSX: "jsx",
  TSX: "tsx",
  Python: "py pyi pyw py3 pyx pxd pxi gyp gypi bzl bazel star wsgi smk",
  Java: "java jav jsh",
  C: "c h",
  "C++": "cpp c++ cc cp cxx cppm hpp h++ hh hxx inl ipp ixx tcc tpp txx ino pde cu cuh",
  "C#": "cs csx cake",
  Go: "go",
  Rust: "rs",
  Ruby: "rb rbi rbs rbw rake ru gemspec podspec jbuilder thor",
  PHP: "php php3 php4 php5 php7 php8 phps phtml",
  Swift: "swift",
  Kotlin: "kt kts ktm",
  Scala: "scala sbt sc",
  Dart: "dart",
  SQL: "sql psql ddl dml cql hql plsql pls pks pkb tsql sqlite",
  PostgreSQL: "pgsql",
  MySQL: "mysql",
  HTML: "html htm xhtml xht shtml hta hbs handlebars mustache ejs erb njk twig liquid jinja jinja2 j2 jsp aspx cshtml svelte astro",
  CSS: "css pcss postcss",
  SCSS: "scss",
  Sass: "sass",
  LESS: "less",
  Vue: "vue",
  JSON: "json jsonc json5 jsonl ndjson jsonld geojson topojson ipynb webmanifest map har avsc gltf tfstate code-workspace importmap",
  YAML: "yaml yml cff sublime-syntax",
  TOML: "toml",
  XML: "xml xsl xslt xsd dtd svg rss atom plist csproj fsproj vbproj vcxproj props targets nuspec resx xaml axml fxml storyboard xib wsdl gpx kml opml rdf owl xlf xliff mml drawio",
  Markdown: "md markdown mdown mkd mkdn mkdown mdwn mdx livemd rmd qmd",
  Shell: "sh bash zsh ksh mksh csh tcsh fish bats ash dash command ebuild zsh-theme env",
  PowerShell: "ps1 psd1 psm1 pssc psrc",
  Dockerfile: "dockerfile containerfile",
  Nginx: "nginx nginxconf",
  Lua: "lua luau rockspec nse wlua",
  Perl: "pl pm pod psgi plx perl",
  R: "r rprofile",
  Julia: "jl",
  Haskell: "hs lhs hsc hs-boot",
  OCaml: "ml mli mll mly eliom",
  "F#": "fs fsi fsx fsscript",
  Elm: "elm",
  Erlang: "erl hrl escript xrl yrl",
  Clojure: "clj cljs cljc cljx edn bb",
  "Common Lisp": "lisp lsp cl asd el",
  Scheme: "scm ss sld sls sps rkt",
  Groovy: "groovy gradle gvy gsh",
  "Objective-C": "m mm",
  Fortran: "f for ftn f77 f90 f95 f03 f08 fpp",
  Pascal: "pas p pascal dpr dpk lpr",
  Cobol: "cob cbl cpy ccp cobol",
  "VB.NET": "vb vbs bas vba",
  Tcl: "tcl tk tclsh itcl",
  CoffeeScript: "coffee litcoffee cson iced",
  WebAssembly: "wat wast",
  Verilog: "v vh sv svh",
  VHDL: "vhd vhdl vho vht",
  CMake: "cmake",
  ProtoBuf: "proto",
  diff: "diff patch rej",
  LaTeX: "tex ltx latex sty cls bib dtx",
  Octave: "octave",
};

/** Whole names in small letters, without an extension or with one that says something else. */
// prettier-ignore
const NAMES: Partial<Record<Language, string>> = {
  JavaScript: "jakefile",
  Python: "sconstruct sconscript snakefile tiltfile wscript .pythonrc .pythonstartup",
  Ruby: "gemfile rakefile podfile vagrantfile brewfile capfile guardfile fastfile appfile berksfile thorfile dangerfile puppetfile .irbrc .pryrc .simplecov",
  PHP: ".php_cs",
  SQL: ".psqlrc .sqliterc",
  JSON:
    ".arcconfig .auto-changelog .babelrc .bowerrc .c8rc .commitlintrc .eslintrc .htmlhintrc .jscsrc .jshintrc .jslintrc .lintstagedrc " +
    ".markdownlintrc .mocharc .nycrc .oxlintrc .parcelrc .postcssrc .prettierrc .releaserc .stylelintrc .swcrc .tern-project .watchmanconfig " +
    "composer.lock deno.lock flake.lock pipfile.lock",
  YAML: ".clang-format .clang-tidy .clangd .gemrc .yamllint yarn.lock",
  TOML: "pipfile cargo.lock gopkg.lock pdm.lock poetry.lock uv.lock",
  XML: ".classpath .project .cproject app.config nuget.config packages.config web.config",
  Shell:
    "bashrc zshrc pkgbuild apkbuild .bashrc .bash_profile .bash_login .bash_logout .bash_aliases .bash_functions .profile .login .logout .zshrc .zshenv " +
    ".zprofile .zlogin .zlogout .kshrc .mkshrc .cshrc .tcshrc .envrc .flaskenv .xinitrc .xprofile .xsession",
  Dockerfile: "dockerfile containerfile",
  Lua: ".luacheckrc",
  Perl: "cpanfile makefile.pl rexfile",
  R: ".rprofile",
  OCaml: ".ocamlinit",
  Erlang: "emakefile rebar.config rebar.lock",
  "Common Lisp": ".emacs .sbclrc",
  Groovy: "jenkinsfile",
  Tcl: ".tclshrc .wishrc",
  CoffeeScript: "cakefile",
  CMake: "cmakelists.txt",
  Octave: ".octaverc",
};

const indexed = (lists: Partial<Record<Language, string>>): ReadonlyMap<string, Language> =>
  new Map(
    (Object.entries(lists) as [Language, string][]).flatMap(([language, list]) =>
      list.split(" ").map((one) => [one, language] as const),
    ),
  );
const byExtension = indexed(EXTENSIONS);
const byName = indexed(NAMES);

/** `Dockerfile.dev`, `jenkinsfile-nightly`, `.env.local`: what follows says which of several it is. */
const OF_SEVERAL = /^(dockerfile|containerfile|jenkinsfile|vagrantfile|\.env)(?=[._-])/;
/** What is put behind the name of a file that it is a copy or a pattern of. */
const OF_ANOTHER = /(?<=.)\.(?:bak|backup|old|orig|save|dist|in|example|sample|template|tmpl|tpl)$/;

/** In capitals alone: in small letters each is anything. */
const OF_BAZEL = /(?:^|\/)(?:BUCK|BUILD|WORKSPACE)$/;

/** The language of a file; undefined where its name has no extension and says nothing, Plain Text where nobody knows its extension. */
export function languageByName(path: string): Language | undefined {
  const name = (path.split("/").at(-1) ?? "").toLowerCase();
  const [several] = OF_SEVERAL.exec(name) ?? [];
  if (several !== undefined) return byName.get(several) ?? byExtension.get(several.slice(1));
  if (OF_BAZEL.test(path)) return "Python";
  if (/nginx.*\.conf$/.test(name)) return "Nginx";
  const found = byName.get(name) ?? byExtension.get(/\.([^.]+)$/.exec(name)?.[1] ?? "");
  if (found !== undefined) return found;
  if (OF_ANOTHER.test(name)) return languageByName(name.replace(OF_ANOTHER, "")) ?? "Plain Text";
  return name.includes(".") ? "Plain Text" : undefined;
}

/** … and then it is what the room is set to. */
export const languageOf = (path: string, ofRoom: Language): Language => languageByName(path) ?? ofRoom;
