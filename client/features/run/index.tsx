// The page's half of running code: Run and Stop, and the tab with the output, which is loaded when it is opened first. Knows no run.
import { Prec } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { newClientId } from "../../identity.ts";
import { pressed } from "../../pressed.ts";
import { serverNow } from "../../serverClock.ts";
import { browserStorage, tabStorage } from "../../stored.ts";
import type { Command, PageFeature } from "../../ui/pageFeature.ts";
import { LazyPanel } from "../../ui/parts/lazyPanel.tsx";
import { CheckIcon, CloseIcon, Icon } from "../../ui/parts/icons.tsx";
import { keyOf } from "../../ui/keys.ts";
import { announce, show } from "../../ui/parts/notices.tsx";
import { notify } from "../../ui/parts/notify.ts";
import { WHO } from "./bounds.ts";
import type { BrowserRunner } from "./browser/index.ts";
import { KEYS } from "./keys.ts";
import { RunButton, ThumbRun } from "./runButton.tsx";
import { RunMemory } from "./runMemory.ts";
import { RunModel } from "./runModel.ts";
import { WhoMayRun } from "./whoMayRun.tsx";
import { ranWords } from "./ranWords.ts";
import { words } from "./words.ts";

const OUTPUT = "output";
/** the outcome of a program that ended by itself */
const WELL = "ok";

const OutputIcon = () => (
  <Icon>
    <rect x="3.500" y="4.500" width="17" height="15" rx="2.500" />
    <path d="m7.5 9.500 3 2.500-3 2.500M13 15h3.500" />
  </Icon>
);

const HowEnded = ({ word }: { readonly word: string | undefined }) => (
  <span class={word === WELL ? "run-mark good" : "run-mark bad"}>{word === WELL ? <CheckIcon /> : <CloseIcon />}</span>
);

/** Loads what runs programs when it is wanted first; nothing of them is seen. */
class LazyRunner {
  #made: Promise<BrowserRunner> | undefined;
  #host: HTMLElement | undefined;

  get(): Promise<BrowserRunner> {
    this.#made ??= this.#make().catch((error: unknown) => {
      this.#made = undefined;
      throw error;
    });
    return this.#made;
  }

  async #make(): Promise<BrowserRunner> {
    const { BrowserRunner: Runner } = await import("./browser/index.ts");
    this.#host = document.createElement("div");
    document.body.append(this.#host);
    return new Runner(this.#host);
  }

  end(): void {
    void this.#made?.then(
      (runner) => runner.close(),
      () => {},
    );
    this.#host?.remove();
  }
}

function commandsOf(model: RunModel): readonly Command[] {
  const { controls, mayRun, own, mayRule, mayRunWho, mayAsk } = model;
  const others = controls.places.value.slice(1);
  return [
    ...(mayRun.value ? [{ id: "run.run", name: words.value.run, key: KEYS.run, run: () => controls.run() }] : []),
    ...(own.value || controls.starting.value
      ? [{ id: "run.stop", name: words.value.stop, key: KEYS.stop, run: () => controls.stop() }]
      : []),
    ...(mayRun.value
      ? others.map((place) => ({
          id: `run.in.${place}`,
          name: words.value.runTitle[place],
          run() {
            controls.choosePlace(place);
            controls.run();
          },
        }))
      : []),
    ...(mayRule.value
      ? WHO.filter((who) => who !== mayRunWho.value).map((who) => ({
          id: `run.who.${who}`,
          name: `${words.value.mayRun}: ${words.value.who[who]}`,
          run: () => model.setMayRun(who),
        }))
      : []),
    ...(mayAsk.value ? [{ id: "run.ask", name: words.value.askOthers, run: () => model.askOthers() }] : []),
    ...(mayRule.value && model.reading.value.runs.length > 0
      ? [{ id: "run.clear", name: words.value.clear, run: () => model.askToClear() }]
      : []),
  ];
}

export const run: PageFeature = {
  name: "run",
  open(room) {
    const runner = new LazyRunner();
    const model = new RunModel(room, {
      memory: new RunMemory(browserStorage, tabStorage),
      newId: newClientId,
      now: serverNow,
      after(ms, later) {
        const timer = setTimeout(later, ms);
        return () => clearTimeout(timer);
      },
      open: () => room.workbench.show(OUTPUT),
      offer(sentence) {
        // over the code it would be in the way
        if (!room.workbench.isPhone.peek()) return room.workbench.offer(OUTPUT);
        show(sentence, { name: words.peek().showOutput, run: () => room.workbench.show(OUTPUT, true) });
      },
      uncover: () => room.workbench.uncover(),
      toNow: () => room.toNow.peek(),
      next: (later) => void requestAnimationFrame(later),
      show,
      say: announce,
      asked: (text, about, go) => notify({ kind: "askedToRun", text, about, go, goName: words.peek().runIt }),
      texts: async (which) => (await import("./programTexts.ts")).programTexts(room, which, newClientId()),
      hereRuns: () => import("./hereRuns.ts"),
      runner: () => runner.get(),
    });
    const leave = (): void => model.controls.leave();
    addEventListener("pagehide", leave);
    return {
      places: [
        {
          id: OUTPUT,
          at: "dock",
          order: 10,
          name: () => words.value.output,
          Icon: OutputIcon,
          View: () => (
            <LazyPanel
              model={model}
              load={async () => (await import("./panel.tsx")).OutputPanel}
              close={() => room.workbench.fold(OUTPUT)}
              notLoaded={() => words.value.notLoaded}
            />
          ),
          badge: model.unseen,
        },
      ],
      areas: {
        head: () => <RunButton model={model} />,
        thumbBar: () => <ThumbRun model={model} />,
        menu: () => <WhoMayRun model={model} />,
      },
      // before the editor, which makes an empty line of that key
      editor: () =>
        Prec.highest(
          EditorView.domEventHandlers({
            keydown: pressed((event: KeyboardEvent) => {
              if (keyOf(event) !== KEYS.run || !model.mayRun.peek()) return;
              event.preventDefault();
              model.controls.run();
            }),
          }),
        ),
      commands: () => commandsOf(model),
      marks: {
        ended: {
          Icon: ({ mark }) => <HowEnded word={mark.word} />,
          name: ({ word }, who) => ranWords(who, word),
          isVersion: true,
        },
      },
      lastRun: model.lastOver,
      message: (data) => model.message(data),
      closed() {
        removeEventListener("pagehide", leave);
        model.controls.close();
        runner.end();
      },
    };
  },
};
