// A row of keys that programs want and a phone's keyboard hides. Knows no room; the keyboard stays, for nothing here takes the focus.
import { insertBracket } from "@codemirror/autocomplete";
import {
  cursorCharLeft,
  cursorCharRight,
  cursorLineDown,
  cursorLineUp,
  indentLess,
  indentMore,
  undo,
} from "@codemirror/commands";
import type { Command, EditorView } from "@codemirror/view";
import { useEffect, useRef } from "preact/hooks";
import "./touchKeys.css";
import { words } from "./words.ts";

const SIGNS = ["(", ")", "{", "}", "[", "]", ":", "=", '"', ";", "'", "`", "<", ">", "/", "_", "$", "#", "&", "|", "!"];

/** Before the first time that a key that is held does the same again, and between two of them. */
const HELD_MS = 400;
const AGAIN_MS = 70;

const type =
  (sign: string): Command =>
  (view) => {
    const typed = insertBracket(view.state, sign) ?? view.state.replaceSelection(sign);
    view.dispatch(view.state.update(typed, { userEvent: "input.type", scrollIntoView: true }));
    return true;
  };

interface KeyProps {
  readonly view: EditorView;
  readonly label: string;
  readonly face: string;
  readonly run: Command;
}

function Key({ view, label, face, run }: KeyProps) {
  const held = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const release = (): void => clearTimeout(held.current);
  useEffect(() => release, []);
  const again = (): void => {
    run(view);
    held.current = setTimeout(again, AGAIN_MS);
  };
  return (
    <button
      type="button"
      class="touch-key"
      aria-label={label}
      // the focus stays in the code
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={() => {
        held.current = setTimeout(again, HELD_MS);
      }}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onClick={() => run(view)}
    >
      {face}
    </button>
  );
}

/** Those at the end stay in sight, the others can be pushed aside. */
export function TouchKeys({ view }: { readonly view: EditorView }) {
  const say = words.value;
  return (
    <section class="touch-keys" aria-label={say.touchKeys}>
      <div class="touch-keys-more">
        <Key view={view} label={say.indent} face="⇥" run={indentMore} />
        {SIGNS.map((sign) => (
          <Key key={sign} view={view} label={sign} face={sign} run={type(sign)} />
        ))}
        <Key view={view} label={say.up} face="↑" run={cursorLineUp} />
        <Key view={view} label={say.down} face="↓" run={cursorLineDown} />
        <Key view={view} label={say.outdent} face="⇤" run={indentLess} />
      </div>
      <Key view={view} label={say.left} face="←" run={cursorCharLeft} />
      <Key view={view} label={say.right} face="→" run={cursorCharRight} />
      <Key view={view} label={say.undo} face="↶" run={undo} />
    </section>
  );
}
