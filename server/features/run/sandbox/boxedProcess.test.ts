// One program in a real box on a machine that does not say what it has used. Knows no run.
import { expect, it } from "@jest/globals";
import { needBubblewrap } from "../test/debian.ts";
import { left } from "../test/sandboxes.ts";
import { RUN_LIMITS } from "./bounds.ts";
import { BoxedProcess } from "./boxedProcess.ts";
import { tar } from "./tar.ts";
import { openWorkshop } from "./workshop.ts";

it("[M7] nothing is left of a program whose use is not known", async () => {
  await needBubblewrap();
  const workshop = await openWorkshop([]);
  const { cgroups } = workshop;
  const make: typeof cgroups.make = async (limits) => {
    const group = await cgroups.make(limits);
    group.usage = () => Promise.reject(new Error("no such file"));
    return group;
  };
  const boxed = { slot: 0, limits: RUN_LIMITS, environment: {}, files: tar([]), typed: "" };
  const process = await BoxedProcess.start(
    { ...workshop, cgroups: Object.assign(Object.create(cgroups) as typeof cgroups, { make }) },
    { ...boxed, command: ["sh", "-c", "echo here; (setsid sleep 1000 &)"] },
    { output: () => {} },
  );
  await expect(process.ended).rejects.toThrow("no such file");
  expect(left()).toEqual([]);
  await cgroups.close();
}, 60_000);
