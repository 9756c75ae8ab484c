import { attackTests } from "../test/attackTests.ts";

/** Those that a Debian with a few packages has; one that is missing fails here. */
attackTests("[M2][M3][M4][M5][M7] an attack", ["JavaScript", "Java", "Perl", "Ruby", "PHP", "Lua"]);
