// The filter that the kernel asks about each system call of a box, as a program for its virtual machine. Knows no process.
import { CLONE3, COLUMNS, DENIED, HIGHEST, LOOKED_AT, type Processor } from "./syscalls.ts";

/** How the kernel names a processor, and whether calls of another width come under its name. */
const PROCESSORS = {
  x64: { audit: 0xc000003e, hasX32: true },
  arm64: { audit: 0xc00000b7, hasX32: false },
} as const satisfies Record<Processor, unknown>;

/** Operations of classic BPF, on a word at an offset or on what was loaded. */
const LOAD = 0x20;
const IS = 0x15;
const IS_ABOVE = 0x25;
const IS_AT_LEAST = 0x35;
const HAS_ANY = 0x45;
const RETURN = 0x06;

/** Where the kernel puts what is asked about. */
const AT = { number: 0, architecture: 4 };
/** The lower half of an argument; both processors have it first. */
const argument = (index: number): number => 16 + 8 * index;

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const ERRORS = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 };
const fail = (error: keyof typeof ERRORS): number => 0x00050000 | ERRORS[error];

const X32 = 0x40000000;
/** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET */
const NEW_NAMESPACES = 0x80 | 0x20000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;
/**
 * The only family. What waits in sockets of the internet the kernel counts for nobody until somebody accepts them, so a box could fill
 * the machine's memory by talking to itself; and others lead out of it, as vsock does.
 */
const UNIX = 1;
/** TIOCSTI and TIOCLINUX type into a terminal. */
const TYPING = [0x5412, 0x541c];

type Step = readonly [code: number, ifSo: number, ifNot: number, value: number];

const load = (offset: number): Step => [LOAD, 0, 0, offset];
const answer = (value: number): Step => [RETURN, 0, 0, value];
/** These steps, or past them. */
const when = (code: number, value: number, steps: readonly Step[]): Step[] => [
  [code, 0, steps.length, value],
  ...steps,
];
const unless = (code: number, value: number, steps: readonly Step[]): Step[] => [
  [code, steps.length, 0, value],
  ...steps,
];

export function hasFilter(processor: string): processor is Processor {
  return Object.hasOwn(PROCESSORS, processor);
}

/** The filter as bubblewrap reads it. */
export function seccompFilter(processor: Processor): Buffer {
  const { audit, hasX32 } = PROCESSORS[processor];
  const column = COLUMNS[processor];
  const denied = Object.values(DENIED).flatMap((numbers) => numbers[column] ?? []);
  const steps: Step[] = [
    load(AT.architecture),
    ...unless(IS, audit, [answer(KILL)]),
    load(AT.number),
    ...(hasX32 ? when(IS_AT_LEAST, X32, [answer(KILL)]) : []),
    ...when(IS_ABOVE, HIGHEST, [answer(fail("ENOSYS"))]),
    ...denied.flatMap((number) => when(IS, number, [answer(fail("EPERM"))])),
    ...when(IS, CLONE3, [answer(fail("ENOSYS"))]),
    ...when(IS, LOOKED_AT.clone[column], [
      load(argument(0)),
      ...when(HAS_ANY, NEW_NAMESPACES, [answer(fail("EPERM"))]),
      answer(ALLOW),
    ]),
    ...when(IS, LOOKED_AT.socket[column], [
      load(argument(0)),
      ...when(IS, UNIX, [answer(ALLOW)]),
      answer(fail("EAFNOSUPPORT")),
    ]),
    ...when(IS, LOOKED_AT.ioctl[column], [
      load(argument(1)),
      ...TYPING.flatMap((request) => when(IS, request, [answer(fail("EPERM"))])),
    ]),
    answer(ALLOW),
  ];
  return Buffer.concat(
    steps.map(([code, ifSo, ifNot, value]) => {
      const step = Buffer.alloc(8);
      step.writeUInt16LE(code, 0);
      step.writeUInt8(ifSo, 2);
      step.writeUInt8(ifNot, 3);
      step.writeUInt32LE(value >>> 0, 4);
      return step;
    }),
  );
}
