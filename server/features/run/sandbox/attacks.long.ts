// Every attack in all other languages that a server may run. Knows no attack.
import { beforeAll } from "@jest/globals";
import { attackTests } from "../test/attackTests.ts";
import { needToolchains } from "../test/debian.ts";

const OTHERS = ["C++", "Go", "Java", "JavaScript", "Lua", "Perl", "PHP", "Ruby", "Rust", "TypeScript"];

beforeAll(needToolchains, 600_000);
attackTests("[M2][M3][M4][M5][M7] an attack", OTHERS);
