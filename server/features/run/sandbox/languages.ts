// The languages that there may be here: how each is compiled and run. A new one is an entry. Knows no box and no machine.
import { basename, dirname, extname } from "node:path/posix";
import { PREPARED, PROGRAM, PROGRAM_PATH } from "./box.ts";

/** The room's files, and the one that is run. */
interface Source {
  readonly main: string;
  /** All paths, `main` with them. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Toolchain {
  /** As #protocol/languages has it; of several for one language the first that works is it. */
  readonly language: string;
  /** Prints the version, in its first line with a number. */
  readonly version: readonly string[];
  /** Makes the program and gives it out, in a box of its own; without one the source itself is run. */
  readonly compile?: (source: Source) => readonly string[];
  /** In the folder of the files, or with the program at PROGRAM_PATH; `heapMegabytes`: what a language with a heap may have for it. */
  readonly run: (source: Source, heapMegabytes: number) => readonly string[];
  /** Packs and gives out a folder that each compile has at PREPARED, made once of these files of ours. */
  readonly prepare?: { readonly files: ReadonlyMap<string, string>; readonly command: readonly string[] };
  readonly environment?: Readonly<Record<string, string>>;
  /** What it says when it has no more memory, where it sees to that by itself. */
  readonly outOfMemory?: RegExp;
  /** A file that is tried when the server starts: it prints "ok". */
  readonly trial: readonly [path: string, text: string];
}

/** No path is an option. */
const here = (path: string): string => `./${path}`;

/** Prints at once, as nobody waits for a prompt that is in a buffer. */
const UNBUFFERED = ["stdbuf", "-o0", "--"];

/** Has an interpreter find a file of ours that it is told to read first: so the room's file is the main one, as it would be anywhere. */
const having = (path: string, text: string, command: readonly string[]): string[] => [
  "sh",
  "-c",
  `printf %s "$0" > ${path} && exec "$@"`,
  text,
  ...command,
];

/** Where a compiler puts what is given out. */
const MADE = "/tmp/program";
const giveOut = (command: string): string => `${command} && cat ${MADE} >&${PROGRAM}`;
/** A command with files after it. */
const compiled = (command: string, files: readonly string[]): string[] => [
  "sh",
  "-c",
  giveOut(command),
  "compile",
  ...files.map(here),
];

/** The file that is run, and with it all of its kind that have no main function of their own. */
function linked({ main, files }: Source, extensions: RegExp): string[] {
  const isPart = (path: string): boolean => extensions.test(path) && !/\bmain\s*\(/.test(files.get(path) ?? "");
  return [main, ...[...files.keys()].filter((path) => path !== main && isPart(path))];
}

/** The files of a package of Go are those of its folder. */
function packaged(source: Source): string[] {
  return linked(source, /(?<!_test)\.go$/).filter((path) => dirname(path) === dirname(source.main));
}

/** Of Java: what is no code, in which brackets mean nothing. */
const NO_CODE = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\/.*|\/\*[^]*?\*\//g;
const TYPE_OR_BRACKET = /\b(?:class|record|enum|interface)\s+([\p{L}_$][\p{L}\d_$]*)|[{}]/gu;

/** The class with the main method: the one that is open around it, or the file's own. */
function mainClass({ main, files }: Source): string {
  const text = (files.get(main) ?? "").replaceAll(NO_CODE, " ");
  const before = text.slice(0, Math.max(0, text.search(/\bvoid\s+main\s*\(/)));
  const open: (string | undefined)[] = [];
  let named: string | undefined;
  for (const [found, name] of before.matchAll(TYPE_OR_BRACKET)) {
    if (found === "}") open.pop();
    else if (found === "{") open.push(named);
    named = name;
  }
  const around = open.filter((name) => name !== undefined).join("$") || basename(main, extname(main));
  const inPackage = /^\s*package\s+([\w.]+)\s*;/m.exec(text)?.[1];
  return inPackage === undefined ? around : `${inPackage}.${around}`;
}

/** As soon ready as there is one. */
const JVM = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"];
/** And as small. */
const SMALL_JVM = [...JVM, "-Xss512k", "-XX:MaxMetaspaceSize=48m", "-XX:ReservedCodeCacheSize=24m"];
const ITS_JVM = [...JVM, "-Xmx256m"].map((word) => `-J${word}`).join(" ");

const ofHeap = (megabytes: number): string => `--max-old-space-size=${megabytes}`;
const NODE_OUT_OF_MEMORY = /JavaScript heap out of memory|Array buffer allocation failed/;

/** What it has in browsers as well: `input`, which reads nothing before it is called and holds up no end while nobody waits for a line. */
const NODE_INPUT = `
const lines = [], waiting = [];
let reader, isOver = false;
const serve = () => {
  while (waiting.length > 0 && (lines.length > 0 || isOver)) waiting.shift()(lines.shift() ?? null);
  process.stdin[waiting.length > 0 ? "ref" : "unref"]?.();
};
const open = () => {
  reader = require("node:readline").createInterface({ input: process.stdin });
  reader.on("line", (line) => serve(lines.push(line)));
  reader.on("close", () => serve((isOver = true)));
};
globalThis.input = (question = "") =>
  new Promise((resolve) => {
    if (question !== "") process.stdout.write(String(question));
    waiting.push(resolve);
    if (!reader) open();
    serve();
  });
`;
const NODE_FIRST = "/tmp/input.cjs";
const node = (heap: number, ...words: string[]): string[] =>
  having(NODE_FIRST, NODE_INPUT, ["node", "--require", NODE_FIRST, ofHeap(heap), ...words]);

const RUBY_FIRST = "/tmp/sync.rb";

/** A bundle of a file as a script, which has all that Node's scripts have; as a module where it cannot be one, as it awaits at its top. */
const BUNDLE = ((): string => {
  const esbuild = `esbuild --bundle --platform=node --sourcemap=inline --log-level=warning --outfile=${MADE} "$@"`;
  return `{ ${esbuild} --format=cjs 2>/tmp/said && cat /tmp/said >&2 || ${esbuild} --format=esm; }`;
})();

const c = (compiler: string): Toolchain => ({
  language: "C",
  version: [compiler, "--version"],
  compile: (source) => compiled(`${compiler} -O2 -Wall -o ${MADE} "$@" -lm`, linked(source, /\.c$/)),
  run: () => [...UNBUFFERED, PROGRAM_PATH],
  trial: ["main.c", '#include <stdio.h>\nint main(void) { puts("ok"); }\n'],
});

const cpp = (compiler: string): Toolchain => ({
  language: "C++",
  version: [compiler, "--version"],
  compile: (source) =>
    compiled(`${compiler} -O2 -Wall -std=c++20 -o ${MADE} "$@"`, linked(source, /\.(?:cpp|cc|cxx)$/)),
  run: () => [...UNBUFFERED, PROGRAM_PATH],
  trial: ["main.cpp", '#include <iostream>\nint main() { std::cout << "ok\\n"; }\n'],
});

const lua = (interpreter: string): Toolchain => ({
  language: "Lua",
  version: [interpreter, "-v"],
  run: ({ main }) => [interpreter, "-e", "io.stdout:setvbuf 'no'", here(main)],
  trial: ["main.lua", 'print("ok")\n'],
});

/** Compiled once: these, and what they need. It takes a quarter of a minute. */
const GO_PACKAGES =
  "bufio bytes cmp container/heap container/list context encoding/json errors fmt io maps math math/big math/rand " +
  "math/rand/v2 os os/signal reflect regexp slices sort strconv strings sync sync/atomic testing text/tabwriter " +
  "text/template time unicode unicode/utf8";

export const TOOLCHAINS: readonly Toolchain[] = [
  {
    language: "Python",
    version: ["python3", "--version"],
    run: ({ main }) => ["python3", "-u", here(main)],
    environment: { PYTHONDONTWRITEBYTECODE: "1" },
    outOfMemory: /^MemoryError/m,
    trial: ["main.py", 'print("ok")\n'],
  },
  {
    language: "JavaScript",
    version: ["node", "--version"],
    run: ({ main }, heap) => node(heap, here(main)),
    outOfMemory: NODE_OUT_OF_MEMORY,
    trial: ["main.js", 'console.log("ok");\n'],
  },
  {
    language: "TypeScript",
    version: ["esbuild", "--version"],
    compile: ({ main }) => compiled(BUNDLE, [main]),
    run: (_source, heap) => node(heap, "--enable-source-maps", PROGRAM_PATH),
    outOfMemory: NODE_OUT_OF_MEMORY,
    trial: ["main.ts", 'const said: string = "ok";\nconsole.log(said);\n'],
  },
  {
    language: "TypeScript",
    version: ["node", "--version"],
    run: ({ main }, heap) =>
      node(heap, "--experimental-strip-types", "--disable-warning=ExperimentalWarning", here(main)),
    outOfMemory: NODE_OUT_OF_MEMORY,
    trial: ["main.ts", 'const said: string = "ok";\nconsole.log(said);\n'],
  },
  c("gcc"),
  c("clang"),
  cpp("g++"),
  cpp("clang++"),
  {
    language: "Java",
    version: ["javac", "-version"],
    compile: ({ main }) =>
      compiled(
        `javac ${ITS_JVM} -proc:none -sourcepath . -d /tmp/classes "$@" && jar ${ITS_JVM} --create --no-compress --file ${MADE} -C /tmp/classes .`,
        [main],
      ),
    run: (source, heap) => ["java", ...SMALL_JVM, `-Xmx${heap}m`, "-cp", PROGRAM_PATH, mainClass(source)],
    outOfMemory: /java\.lang\.OutOfMemoryError/,
    trial: ["Main.java", 'class Main { public static void main(String[] words) { System.out.println("ok"); } }\n'],
  },
  {
    language: "Go",
    version: ["go", "version"],
    prepare: {
      files: new Map(),
      command: [
        "sh",
        "-c",
        // an older Go has not all of them
        `{ echo package main; for name in ${GO_PACKAGES}; do [ -d "$(go env GOROOT)/src/$name" ] && echo "import _ \\"$name\\""; done; echo "func main() {}"; } > main.go && GOCACHE=/tmp/cache go build -trimpath -o ${MADE} main.go && tar -cf - -C /tmp/cache . >&${PROGRAM}`,
      ],
    },
    compile: (source) => compiled(`GOCACHE=${PREPARED} go build -trimpath -o ${MADE} "$@"`, packaged(source)),
    run: () => [PROGRAM_PATH],
    environment: { GOFLAGS: "-mod=mod", GO111MODULE: "off", GOTELEMETRY: "off", CGO_ENABLED: "0", GOPROXY: "off" },
    trial: ["main.go", 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("ok") }\n'],
  },
  {
    language: "Rust",
    version: ["rustc", "--version"],
    compile: ({ main }) => compiled(`rustc --edition 2021 -O --crate-name program -o ${MADE} "$@"`, [main]),
    run: () => [PROGRAM_PATH],
    trial: ["main.rs", 'fn main() { println!("ok"); }\n'],
  },
  {
    language: "Ruby",
    version: ["ruby", "--version"],
    run: ({ main }) => having(RUBY_FIRST, "$stdout.sync = true", ["ruby", `-r${RUBY_FIRST}`, here(main)]),
    outOfMemory: /NoMemoryError/,
    trial: ["main.rb", 'puts "ok"\n'],
  },
  {
    language: "PHP",
    version: ["php", "--version"],
    run: ({ main }) => ["php", "-d", "memory_limit=-1", "-d", "display_errors=stderr", here(main)],
    trial: ["main.php", '<?php echo "ok\\n";\n'],
  },
  {
    language: "Perl",
    version: ["perl", "-v"],
    run: ({ main }) => ["perl", "-Mvars;$|=1", here(main)],
    outOfMemory: /^Out of memory!/m,
    trial: ["main.pl", 'print "ok\\n";\n'],
  },
  lua("lua5.4"),
  lua("lua"),
  {
    language: "Shell",
    version: ["bash", "--version"],
    run: ({ main }) => ["bash", here(main)],
    trial: ["main.sh", "echo ok\n"],
  },
];
