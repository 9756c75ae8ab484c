// What the probe says when a layer of the box is taken away: each thing that it tries is seen to fail where nothing holds it. Knows no run.
import { chmod, copyFile, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { needBubblewrap } from "../test/debian.ts";
import type { RunLimits } from "./bounds.ts";
import type { Cgroups } from "./cgroups.ts";
import { probe } from "./probe.ts";
import type { Tools } from "./tools.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

let workshop: Workshop;
let folder: string;
beforeAll(async () => {
  await needBubblewrap();
  workshop = await openWorkshop([]);
  folder = await mkdtemp(join(tmpdir(), "companion-probe-"));
  await chmod(folder, 0o755);
}, 60_000);
afterAll(async () => {
  await workshop.cgroups.close();
  await rm(folder, { recursive: true });
});

/** The workshop with a shell script in the place of one of its programs. */
async function instead(tool: keyof Tools, script: string, { tools, ...more } = workshop): Promise<Workshop> {
  const path = join(folder, `${tool}-${Math.random()}`);
  await writeFile(path, `#!/bin/bash\n${script}\n`, { mode: 0o755 });
  return { ...more, tools: { ...tools, [tool]: path } };
}

/** The words with `find` replaced, each as often as it is there; for a program of the workshop. */
const replaced = (program: string, edits: readonly (readonly [find: string, replace: string])[]): string =>
  [
    `all=$(printf '%s\\x1f' "$@")`,
    ...edits.map(([find, replace]) => {
      const bytes = (text: string): string => text.replaceAll(" ", "\\x1f");
      return `all=\${all//$'${bytes(find)}'/$'${bytes(replace)}'}`;
    }),
    `mapfile -d $'\\x1f' -t words <<< "$all"; unset "words[-1]"; exec -c ${program} "\${words[@]}"`,
  ].join("\n");
/** bubblewrap, with what it is told changed. */
const told = (...edits: (readonly [find: string, replace: string])[]): Promise<Workshop> =>
  instead("bwrap", replaced(workshop.tools.bwrap, edits));
/** One of the programs that only hand on to the next. */
const HANDS_ON = 'while [ "$1" != -- ]; do shift; done; shift; exec -c "$@"';

/** All that a box needs for being tried. */
const PROGRAMS = "chmod grep head ls readlink rm setsid sh sleep tail tar tr yes".split(" ");

/** A filter that allows all. */
const ALLOWS_ALL = Buffer.from([0x06, 0, 0, 0, 0, 0, 0xff, 0x7f]);

const withGroups = (make: Pick<Cgroups, "make">["make"]): Workshop => ({
  ...workshop,
  cgroups: Object.assign(Object.create(workshop.cgroups) as Cgroups, { make }),
});
const withLimits = (more: Partial<RunLimits>): Workshop =>
  withGroups((limits) => workshop.cgroups.make({ ...limits, ...more }));

const asRoot = (of: Workshop = workshop): Promise<Workshop> => instead("setpriv", HANDS_ON, of);

const LAYERS: readonly (readonly [
  layer: string,
  without: () => Promise<Workshop> | Workshop,
  seen: readonly string[],
])[] = [
  [
    "bubblewrap",
    () => instead("bwrap", HANDS_ON),
    [
      ...["cgroup", "ipc", "mnt", "net", "pid", "user", "uts"].map((name) => `is in the server's ${name} namespace`),
      "sees /usr/sbin",
      "has no filter of system calls",
      "has a network",
    ],
  ],
  ["a user of its own", () => asRoot(), ["reads what is the superuser's alone"]],
  [
    "files that are not shown",
    () => asRoot({ ...workshop, shown: [...workshop.shown, "--ro-bind", "/etc/shadow", "/etc/shadow"] }),
    ["reads /etc/shadow"],
  ],
  [
    "a view of its own of what the kernel is told",
    async () => asRoot(await told(["--proc /proc", "--bind /proc /proc"])),
    ["sets what the kernel does"],
  ],
  [
    "a root that is read only",
    () => told(["--remount-ro / ", ""]),
    ["writes to /,", "writes to /usr", "writes to /etc"],
  ],
  ["devices that are read only", () => told(["--remount-ro /dev ", ""]), ["writes to /dev"]],
  [
    "programs that are read only",
    async () => {
      // a copy, so that nothing is written to the machine's own
      const programs = await mkdtemp(join(folder, "bin-"));
      for (const name of PROGRAMS) await copyFile(`/usr/bin/${name}`, join(programs, name));
      await chmod(programs, 0o777);
      return { ...workshop, shown: [...workshop.shown, "--bind", programs, "/usr/bin"] };
    },
    ["writes to /bin"],
  ],
  [
    "an environment that is empty",
    () => instead("bwrap", `SECRET=secret exec ${workshop.tools.bwrap} "$@"`),
    ["reads the environment that its box was started with"],
  ],
  ["no capabilities", () => told(["--cap-drop ALL", "--cap-add ALL"]), ["has capabilities"]],
  [
    "no way to more rights",
    async () =>
      instead("setpriv", replaced(workshop.tools.setpriv, [["--no-new-privs ", ""]]), await instead("bwrap", HANDS_ON)),
    ["can get more rights"],
  ],
  [
    "a filter",
    () => told(["--seccomp 4 ", ""]),
    ["has no filter of system calls", "(AF_VSOCK)", "has sockets of the internet", "calls as another architecture"],
  ],
  [
    "a filter that denies anything",
    () => ({ ...workshop, filter: ALLOWS_ALL }),
    ["(AF_VSOCK)", "has sockets of the internet", "calls as another architecture"],
  ],
  [
    "what keeps it from namespaces and mounts",
    async () => ({
      // for devices of its own bubblewrap makes a namespace in the namespace, in which nobody may mount
      ...(await told(
        ["--disable-userns ", ""],
        ["--cap-drop ALL", "--cap-add ALL"],
        ["--dev /dev ", "--dev-bind /dev /dev "],
        ["--remount-ro /dev ", ""],
      )),
      filter: ALLOWS_ALL,
    }),
    ["makes namespaces", "mounts"],
  ],
  [
    "what closes the server's files",
    () => instead("bash", `exec ${workshop.tools.bash} -c "\${2#*done; }" "\${@:3}"`),
    ["has open files of the server's"],
  ],
  ["a bound of memory", () => withLimits({ memoryBytes: 512 * 1024 * 1024 }), ["takes more memory than it has"]],
  ["a bound of processes", () => withLimits({ processes: 2_000 }), ["takes more processes than it has"]],
  [
    "any bound of time of the processor",
    async () => {
      const { cgroups } = workshop;
      const uncounted = withGroups(async (limits) => {
        const group = await cgroups.make(limits);
        const usage = group.usage.bind(group);
        return Object.assign(group, { usage: async () => ({ ...(await usage()), cpuMs: 0 }) });
      });
      return instead("prlimit", HANDS_ON, uncounted);
    },
    ["takes more time of the processor than it has"],
  ],
  [
    "bounds of files",
    async () => instead("prlimit", HANDS_ON, await told(["--size 1048576 ", ""])),
    ["writes more than it may"],
  ],
];

/** The programs of one call that lie outside of any box. */
const calls = async (): Promise<string[]> =>
  (await readdir("/tmp")).filter((name) => name.startsWith("companion-call-"));

it("[M1] the probe finds nothing where all layers are there", async () => {
  expect(await probe(workshop, ["/usr/sbin"])).toBeUndefined();
}, 120_000);

it.each(LAYERS)(
  "[M1] the probe sees that %s is gone",
  async (_layer, without, seen) => {
    // a server that was killed while it looked has left some
    const before = await calls();
    const said = await probe(await without(), ["/usr/sbin"]);
    for (const each of seen) expect(said).toContain(each);
    expect(await calls()).toEqual(before);
  },
  120_000,
);

it("[M1] the probe takes nothing for held where what tries it is missing", async () => {
  const without = (path: string): Workshop => ({
    ...workshop,
    shown: [...workshop.shown, "--ro-bind", "/dev/null", path],
  });
  expect(await probe(without("/usr/bin/grep"), [])).toBe("What a box holds cannot be tried: it has no grep.");
  const unmade = await told(["--remount-ro / ", "--remount-ro /tmp --remount-ro / "]);
  expect(await probe(unmade, [])).toBe("What a box holds cannot be tried: it runs no program of the probe.");
}, 120_000);
