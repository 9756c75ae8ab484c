// Programs that make one system call and end by how the kernel answered it, as the bytes of an executable file. Knows no box, and needs no compiler.
import type { Processor } from "./syscalls.ts";

/** Where a program is in its memory. */
const BASE = 0x400000;
/** Of the file's header and of the one that has all of it loaded. */
const HEADER_BYTES = { 32: 52 + 32, 64: 64 + 56 } as const;
/** The kernel's names for the machines that a program may be for. */
const X86_64 = 62;
const AARCH64 = 183;
const ARM = 40;
const ARM_EABI = 0x05000000;

/** Numbers, and texts of which the kernel is given the address. */
type Words = readonly (number | string)[];

const inBytes = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, index) => Math.floor(value / 2 ** (8 * index)) & 0xff);

/** A file of the format that Linux runs: its headers, the texts, and the code. */
function executable(machine: number, width: 32 | 64, texts: Buffer, code: readonly number[], flags = 0): Buffer {
  const address = width / 8;
  const header = HEADER_BYTES[width];
  const size = header + texts.length + code.length;
  const [headerBytes, segmentBytes] = width === 64 ? [64, 56] : [52, 32];
  const two = (value: number): number[] => inBytes(value, 2);
  const four = (value: number): number[] => inBytes(value, 4);
  const word = (value: number): number[] => inBytes(value, address);
  const loaded = [BASE, BASE, size, size].flatMap(word);
  const isReadAndRun = four(4 | 1);
  return Buffer.from([
    ...four(0x464c457f),
    width / 32,
    ...inBytes(0x0101, 11),
    ...two(2),
    ...two(machine),
    ...four(1),
    ...word(BASE + header + texts.length),
    ...word(headerBytes),
    ...word(0),
    ...four(flags),
    ...[headerBytes, segmentBytes, 1, 0, 0, 0].flatMap(two),
    // the one segment, which is all of the file
    ...four(1),
    ...(width === 64 ? [...isReadAndRun, ...word(0), ...loaded] : [...word(0), ...loaded, ...isReadAndRun]),
    ...word(0x1000),
    ...texts,
    ...code,
  ]);
}

/** What the kernel is given: each text as its address, with the texts themselves. */
function given(words: Words, width: 32 | 64): { numbers: number[]; texts: Buffer } {
  const texts: Buffer[] = [];
  let at = BASE + HEADER_BYTES[width];
  const numbers = words.map((word) => {
    if (typeof word === "number") return word;
    const text = Buffer.from(`${word}\0`);
    texts.push(text);
    at += text.length;
    return at - text.length;
  });
  // code begins where a processor may want it to
  const padding = Buffer.alloc((4 - (at % 4)) % 4);
  return { numbers, texts: Buffer.concat([...texts, padding]) };
}

/** xor r8d, r8d; xor r10d, r10d; syscall */
const SYSCALL = [0x45, 0x31, 0xc0, 0x45, 0x31, 0xd2, 0x0f, 0x05];
/** int 0x80, by which a program of 64 bits calls as one of 32 */
const INT_80 = [0xcd, 0x80];
/** xor edi, edi; test eax, eax; jns past; mov edi, 1; past: mov eax, 60; syscall */
const EXIT = [0x31, 0xff, 0x85, 0xc0, 0x79, 0x05, 0xbf, 1, 0, 0, 0, 0xb8, 60, 0, 0, 0, 0x0f, 0x05];
/** mov edi, …; mov esi, …; mov edx, … */
const MOVES = [0xbf, 0xbe, 0xba];

function ofX64(number: number, words: Words, call: readonly number[] = SYSCALL): Buffer {
  const { numbers, texts } = given(words, 64);
  const moves = MOVES.flatMap((move, index) => [move, ...inBytes(numbers[index] ?? 0, 4)]);
  return executable(X86_64, 64, texts, [...moves, 0xb8, ...inBytes(number, 4), ...call, ...EXIT]);
}

function ofArm64(number: number, words: Words): Buffer {
  const { numbers, texts } = given(words, 64);
  // movz and movk of a register's lower halves
  const set = (register: number, value: number): number[] => [
    0xd2800000 + (value % 0x10000) * 32 + register,
    0xf2a00000 + Math.floor(value / 0x10000) * 32 + register,
  ];
  const arguments_ = [0, 1, 2, 3, 4].flatMap((register) => set(register, numbers[register] ?? 0));
  // svc 0; lsr x0, x0, 63; …; svc 0
  const code = [...arguments_, ...set(8, number), 0xd4000001, 0xd37ffc00, ...set(8, 93), 0xd4000001];
  return executable(
    AARCH64,
    64,
    texts,
    code.flatMap((word) => inBytes(word, 4)),
  );
}

/** A program that makes this call, and ends with 0 where the kernel did it, otherwise with another code or by a signal. */
export const calling = (processor: Processor, number: number, words: Words = []): Buffer =>
  processor === "x64" ? ofX64(number, words) : ofArm64(number, words);

/** The same of calls as another architecture, for which the filter has no table: each asks for the number of its own process. */
export function callingAsAnother(processor: Processor): readonly Buffer[] {
  // as i386, and as x32, which has the numbers of x86-64 with a mark
  if (processor === "x64") return [ofX64(20, [], INT_80), ofX64(0x40000000 + 39, [])];
  // mov r7, 20; svc 0; lsr r0, r0, 31; mov r7, 1; svc 0: of a kernel that runs no such programs the shell says so
  const code = [0xe3a07014, 0xef000000, 0xe1a00fa0, 0xe3a07001, 0xef000000].flatMap((word) => inBytes(word, 4));
  return [executable(ARM, 32, Buffer.alloc(0), code, ARM_EABI)];
}
