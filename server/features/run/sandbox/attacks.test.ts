// Every attack in the languages that every machine for development has. Knows no attack.
import { attackTests } from "../test/attackTests.ts";

attackTests("[M2][M3][M4][M5][M7] an attack", ["Shell", "C", "Python"]);
