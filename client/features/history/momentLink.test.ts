// Links to a moment, made and read again.
import { expect, it } from "@jest/globals";
import { invitationIn } from "../../roomLink.ts";
import { linkedIn, momentLink } from "./momentLink.ts";

it("[V313] a link to a moment has it to the millisecond, and is no invitation", () => {
  const link = momentLink("3rPnGqCkWt4mH", "https://example.org/code/", { time: 1_764_455_555_123.75 });
  expect(link).toBe("https://example.org/code/3rPnGqCkWt4mH#at=1764455555123");
  const { hash } = new URL(link);
  expect(linkedIn(hash)).toEqual({ time: 1_764_455_555_123 });
  expect(invitationIn(hash)).toEqual({});
});

it("[V313] a link to a name has its number, and is no invitation", () => {
  const link = momentLink("3rPnGqCkWt4mH", "https://example.org/code/", { number: 12 });
  expect(link).toBe("https://example.org/code/3rPnGqCkWt4mH#version=12");
  const { hash } = new URL(link);
  expect(linkedIn(hash)).toEqual({ number: 12 });
  expect(invitationIn(hash)).toEqual({});
});

it.each([
  "",
  "#at=",
  "#at=-1",
  "#at=1e9",
  "#at=1234567890123456",
  "#at=12x",
  "#version=",
  "#version=1.5",
  "#b-4ZkqJXhT2yFvLcGmN8sQ",
])("[V313] %s leads to no moment", (hash) => {
  expect(linkedIn(hash)).toBeUndefined();
});
