// Vim's keys, and what they lack beside other people's edits: their text is neither repeated nor selected. Knows no room. Loaded when they are chosen.
import { type ChangeDesc, type Extension, Prec, type Text, Transaction } from "@codemirror/state";
import { EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { type CodeMirror, getCM, Vim, vim } from "@replit/codemirror-vim";
import { oneStep, vimStep } from "./oneStep.ts";

/** What of the package's inside is touched here; its version is pinned, and tests in the built page hold what comes of it. */
interface Inside {
  onChange(update: ViewUpdate): void;
  curOp: object | null;
  _handlers: { change?: unknown };
}

type VimPosition = { readonly line: number; readonly ch: number };

const isOthers = ({ transactions }: ViewUpdate): boolean =>
  transactions.every((one) => !one.docChanged || one.annotation(Transaction.remote) === true);

/** In insert mode every change is recorded for `.`; what others write must not be. */
function forgetOthersText(cm: CodeMirror): void {
  const inside = cm as unknown as Inside;
  const hear = inside.onChange;
  inside.onChange = (update) => {
    if (!isOthers(update)) return hear(update);
    const { curOp, _handlers } = inside;
    const recorder = _handlers.change;
    inside.curOp = {};
    _handlers.change = undefined;
    try {
      hear(update);
    } finally {
      inside.curOp = curOp;
      _handlers.change = recorder;
    }
  };
}

const moved = ({ line, ch }: VimPosition, before: Text, after: Text, changes: ChangeDesc): VimPosition => {
  const { from, length } = before.line(Math.max(1, Math.min(line + 1, before.lines)));
  const at = changes.mapPos(from + Math.min(ch, length), 1);
  const now = after.lineAt(at);
  return { line: now.number - 1, ch: at - now.from };
};

/** What is selected in visual mode goes with the text, as the caret does. */
function carrySelection({ state: { vim: mode } }: CodeMirror, update: ViewUpdate): void {
  if (!mode?.visualMode || !update.docChanged || !isOthers(update)) return;
  const { startState, state, changes } = update;
  const carry = (position: VimPosition): VimPosition => moved(position, startState.doc, state.doc, changes);
  Object.assign(mode.sel, { anchor: carry(mode.sel.anchor), head: carry(mode.sel.head) });
}

/** Each key of normal mode begins a step of undo, and what it begins goes on in insert mode. */
const steps = ViewPlugin.define((view) => {
  view.state.field(vimStep).isInserting = () => getCM(view)?.state.vim?.insertMode === true;
  return {};
});
const beginStep = Prec.highest(
  EditorView.domEventHandlers({
    keydown(_event, { state }) {
      const step = state.field(vimStep);
      if (!step.isInserting()) step.depth = undefined;
    },
  }),
);

// registered after Vim itself, and so asked after it
const besideOthers = ViewPlugin.define((view: EditorView) => {
  const cm = getCM(view);
  if (cm) forgetOthersText(cm);
  return {
    update(update) {
      if (cm) carrySelection(cm, update);
    },
  };
});

/** `saved`: what `:w` is answered with. */
export function vimKeys(saved: () => string): Extension {
  Vim.defineEx("write", "w", (cm: CodeMirror) => {
    cm.openNotification(document.createTextNode(saved()), { bottom: true, duration: 3_000 });
  });
  return [beginStep, oneStep, vim({ status: true }), besideOthers, steps];
}
