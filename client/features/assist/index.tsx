// The page's half of the assistant: its tab, and what is heard before anybody can be asked. All else is loaded then. Knows no question.
import { Compartment } from "@codemirror/state";
import { computed, effect, signal, untracked } from "@preact/signals";
import type { AssistState, ServerAssistMessage } from "../../../server/features/assist/messages.ts";
import { EditorsByFile } from "../../editor/editorsByFile.ts";
import type { PageFeature } from "../../ui/pageFeature.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { useLoaded } from "../../ui/parts/useLoaded.ts";
import type { Assistant } from "./assistant.tsx";
import { ownKey } from "./ownKey.ts";
import { words } from "./words.ts";

const ASSIST = "assist";

/** Said of whatever a feature is told, and not of which; the page says it as well. */
const NOT_TAKEN: ReadonlySet<string> = new Set(["written_much", "rate_limited", "server_read_only"]);

const AssistIcon = () => (
  <Icon>
    <path d="M12 4l1.800 5.200L19 11l-5.200 1.800L12 18l-1.800-5.200L5 11l5.200-1.800zM18.500 16v4M16.500 18h4" />
  </Icon>
);

export const assist: PageFeature = {
  name: ASSIST,
  open(room) {
    const state = signal<AssistState | undefined>(undefined);
    const head = signal(0);
    const assistant = signal<Assistant | undefined>(undefined);
    const slot = new Compartment();
    const editors = new EditorsByFile((file) => {
      assistant.peek()?.changed(file);
      fill(file);
    });
    /** An editor that has come, or was made anew, is given what the assistant does there. */
    const fill = (file: number): void =>
      queueMicrotask(() => {
        const view = editors.of(file);
        const inSlot = view && slot.get(view.state);
        const { value: made } = assistant;
        if (view && made && Array.isArray(inSlot) && inSlot.length === 0)
          view.dispatch({ effects: slot.reconfigure(made.extension(file)) });
      });
    /** until it is loaded */
    const heard: ServerAssistMessage[] = [];
    /** somebody can be asked by this person, or was by others */
    const isWanted = computed(
      () => state.value?.isThere === true && (state.value.provider !== undefined || !!ownKey.value || head.value > 0),
    );
    const end = effect(() => {
      if (!isWanted.value || assistant.value) return;
      import("./assistant.tsx").then(
        (loaded) =>
          untracked(() => {
            const made = new loaded.Assistant(room, editors);
            for (const message of heard.splice(0)) made.message(message);
            assistant.value = made;
            for (const { file } of room.room.peek()?.files ?? []) fill(file);
          }),
        () => show(words.peek().notLoaded),
      );
    });

    return {
      places: [
        {
          id: ASSIST,
          at: "right",
          order: 40,
          name: () => words.value.assistant,
          Icon: AssistIcon,
          View: () => assistant.value && <assistant.value.Panel />,
          badge: computed(() => assistant.value?.model.unseen.value ?? 0),
          isThere: computed(() => assistant.value?.isThere.value === true),
        },
      ],
      areas: {
        over: () => assistant.value && <assistant.value.Over />,
        statusBar: () => assistant.value && <assistant.value.Status />,
        menu: () => {
          const Setting = useLoaded(
            () => isWanted.value && room.people.isOwner.value,
            async () => (await import("./guardrailSetting.tsx")).GuardrailSetting,
            () => {},
          );
          return Setting && assistant.value ? <Setting model={assistant.value.model} /> : null;
        },
      },
      preferences: {
        name: () => words.value.assistant,
        View() {
          const Group = useLoaded(
            () => true,
            async () => (await import("./keyGroup.tsx")).KeyGroup,
            () => show(words.peek().notLoaded),
          );
          return Group ? <Group state={state.value} caret={assistant.value?.model.caret} /> : null;
        },
      },
      editor: (file) => [editors.extension(file), slot.of([])],
      commands: () => assistant.value?.commands() ?? [],
      robot: () => words.value.assistant,
      explain: computed(() => assistant.value?.explain.value),
      addressed: computed(() => assistant.value?.addressed.value),
      marks: {
        "assist-asked": {
          Icon: AssistIcon,
          // with its mode, once that has a name here
          name: ({ word }, who) => assistant.value?.askedIn(who, word) ?? words.value.asked(who),
        },
        "assist-accepted": { Icon: AssistIcon, name: (_, who) => words.value.accepted(who) },
      },
      message(data) {
        // the server's half is of the same version
        const told = data as ServerAssistMessage;
        if (told.type === "state") state.value = told;
        if (told.type === "head") head.value = told.head;
        if (told.type === "entries") head.value = told.from + told.entries.length;
        if (assistant.peek()) assistant.peek()?.message(told);
        else {
          const before = heard.findIndex(({ type }) => type === told.type && (type === "state" || type === "head"));
          if (before >= 0) heard.splice(before, 1);
          heard.push(told);
        }
      },
      refused(code, sentence) {
        if (NOT_TAKEN.has(code)) assistant.peek()?.model.notTaken(sentence);
        return false;
      },
      closed() {
        end();
        assistant.peek()?.close();
      },
    };
  },
};
