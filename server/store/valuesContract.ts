// What every store must do with shared values, rule by rule (README.md). Knows no implementation.
import { describe, expect, it } from "@jest/globals";
import { SHARED_VALUE_CHARACTERS, valuesOf } from "../sharedValues.ts";
import type { ListedRoomStore } from "./anyStore.ts";
import type { StoreUnderTest } from "./samples.ts";
import { freshStore } from "./storeOfContract.ts";

/** Runs all rules against a fresh `StoreUnderTest` each. */
export function valuesContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} and what servers share`, () => {
    let store: ListedRoomStore;
    const reopen = freshStore(make, (opened) => (store = opened));

    it("[S66] a value is what it was changed to, after a restart too, and gone when it is changed to nothing", async () => {
      const value = { days: [1, null, "\ud800 x"], isOn: true };
      expect(await store.values.read("a/b")).toBeUndefined();
      expect(await store.values.change("a/b", () => value)).toEqual(value);
      await reopen();
      expect(await store.values.read("a/b")).toEqual(value);
      expect(await store.values.change("a/b", (before) => [before])).toEqual([value]);
      expect(await store.values.change("a/b", () => undefined)).toBeUndefined();
      await reopen();
      expect(await store.values.read("a/b")).toBeUndefined();
      expect(await store.values.change("none", () => undefined)).toBeUndefined();
    });

    it("[S66] changes at the same time are made one after the other", async () => {
      const add = (value: unknown): number => ((value as number | undefined) ?? 0) + 1;
      const counted = await Promise.all(Array.from({ length: 8 }, () => store.values.change("count", add)));
      expect(counted.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      expect(await store.values.read("count")).toBe(8);
    });

    it("[S66] what cannot be made of a value changes nothing", async () => {
      await store.values.change("a", () => "as it was");
      const cannot = async (change: () => unknown, sentence: string): Promise<void> => {
        await expect(store.values.change("a", change)).rejects.toThrow(sentence);
        expect(await store.values.read("a")).toBe("as it was");
      };
      await cannot(() => {
        throw new Error("none left");
      }, "none left");
      await cannot(() => "x".repeat(SHARED_VALUE_CHARACTERS), "characters");
      await cannot(() => () => {}, "nothing that can be kept");
      for (const name of ["", "/a", "a/", "a b", "ä", "x".repeat(101)]) {
        await expect(store.values.read(name)).rejects.toThrow("invariant");
        await expect(store.values.change(name, () => 1)).rejects.toThrow("invariant");
      }
    });

    it("[S67] values are listed by the beginnings of their names; each part of the server knows its own", async () => {
      for (const name of ["runs/b", "runs/a", "runs-2/a", "other"]) await store.values.change(name, () => name);
      expect(await store.values.names("runs/")).toEqual(["runs/a", "runs/b"]);
      expect(await store.values.names("")).toEqual(["other", "runs-2/a", "runs/a", "runs/b"]);
      const runs = valuesOf(store.values, "runs");
      expect(await runs.names("")).toEqual(["a", "b"]);
      expect(await runs.read("a")).toBe("runs/a");
      await runs.change("c/d", () => 1);
      expect(await store.values.read("runs/c/d")).toBe(1);
    });

    it("[S21] a closed store has none", async () => {
      const { values } = store;
      await store.close();
      for (const asked of [() => values.read("a"), () => values.change("a", () => 1), () => values.names("")])
        await expect(asked()).rejects.toThrow("closed");
    });
  });
}
