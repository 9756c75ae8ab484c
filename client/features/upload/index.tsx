// Files and folders from this device into the room, by a button or a drop; what does it is loaded when it is needed first.
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { browserClock } from "../../browser.ts";
import { newClientId } from "../../identity.ts";
import type { PageFeature, PageRoom } from "../../ui/pageFeature.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { show } from "../../ui/parts/notices.tsx";
import "./drop.css";
import { droppedBy } from "./dropped.ts";
import type { UploadModel } from "./uploadModel.ts";
import { words } from "./words.ts";
import { keepsTyping } from "../../sync/status.ts";

/** A room where files can be made. */
type UploadRoom = PageRoom & { readonly fileMaking: NonNullable<PageRoom["fileMaking"]> };

const canMakeFiles = (room: PageRoom): room is UploadRoom => room.fileMaking !== undefined;

interface Loaded {
  readonly model: UploadModel;
  readonly Dialogs: FunctionComponent<{ readonly model: UploadModel }>;
}

/** What uploads, once it is needed. */
class Upload {
  readonly loaded = signal<Loaded | undefined>(undefined);
  /** files are held over the room */
  readonly isOver = signal(false);
  readonly #room: UploadRoom;
  readonly #listening = new AbortController();

  constructor(room: UploadRoom) {
    this.#room = room;
    const { signal: listening } = this.#listening;
    // before the editor, which would put a text that is dropped on it into the file that is shown
    const options = { signal: listening, capture: true };
    document.addEventListener("dragover", (event) => this.#over(event), options);
    document.addEventListener("drop", (event) => this.#drop(event), options);
    addEventListener("beforeunload", (event) => this.#askBeforeItEnds(event), { signal: listening });
    document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget ?? this.#gone(), options);
  }

  get mayUpload(): boolean {
    return keepsTyping(this.#room.status.value);
  }

  get isReadOnly(): boolean {
    return this.#room.status.value.state === "readOnly";
  }

  choose(): void {
    void this.#load((model) => model.choose());
  }

  leave(): void {
    this.#listening.abort();
    this.loaded.peek()?.model.leave();
  }

  #over(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    event.dataTransfer.dropEffect = this.mayUpload ? "copy" : "none";
    this.isOver.value = this.mayUpload;
  }

  #drop(event: DragEvent): void {
    this.#gone();
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.stopPropagation();
    const dropped = droppedBy(event.dataTransfer);
    if (this.mayUpload) void this.#load((model) => model.drop(dropped));
  }

  /** What has not begun ends with the page. */
  #askBeforeItEnds(event: BeforeUnloadEvent): void {
    if (this.loaded.peek()?.model.isUnderWay) event.preventDefault();
  }

  #gone(): void {
    this.isOver.value = false;
  }

  async #load(run: (model: UploadModel) => void): Promise<void> {
    try {
      this.loaded.value ??= await load(this.#room);
    } catch {
      return show(words.value.notLoaded);
    }
    run(this.loaded.value.model);
  }
}

async function load(room: UploadRoom): Promise<Loaded> {
  const [{ making }, { UploadModel: Model }, { UploadDialogs }] = await Promise.all([
    room.fileMaking(),
    import("./uploadModel.ts"),
    import("./dialogs.tsx"),
  ]);
  const model = new Model({
    room: () => room.room.peek(),
    making,
    enter: (client) => room.enter(client),
    open: (file) => room.tabs.show(file),
    clock: browserClock,
    newId: newClientId,
    say: show,
  });
  return { model, Dialogs: UploadDialogs };
}

function UploadButton({ upload }: { readonly upload: Upload }) {
  // who only reads would never press it
  if (upload.isReadOnly) return null;
  return (
    <button
      type="button"
      class="button quiet tool"
      aria-haspopup="dialog"
      disabled={!upload.mayUpload}
      onClick={() => upload.choose()}
    >
      <Icon>
        <path d="M12 15V4m-4.5 4.5L12 4l4.5 4.5M5 20h14" />
      </Icon>
      <span>{words.value.upload}</span>
    </button>
  );
}

function DropSign({ upload }: { readonly upload: Upload }) {
  if (!upload.isOver.value) return null;
  return (
    // only a pointer drags
    <div class="drop-sign" aria-hidden="true">
      {words.value.dropHere}
    </div>
  );
}

function LoadedDialogs({ upload }: { readonly upload: Upload }) {
  const loaded = upload.loaded.value;
  return loaded ? <loaded.Dialogs model={loaded.model} /> : null;
}

export const upload: PageFeature = {
  name: "upload",
  open(room) {
    // without a feature that makes files there is nothing to bring texts into
    if (!canMakeFiles(room)) return {};
    const one = new Upload(room);
    return {
      firstUse: { order: 20, load: async () => (await import("./dropLine.tsx")).DropLine },
      areas: {
        menu: () => <UploadButton upload={one} />,
        over: () => <DropSign upload={one} />,
        // under a sheet, from which they may be opened, they would take no pointer
        head: () => <LoadedDialogs upload={one} />,
      },
      commands: () =>
        one.mayUpload
          ? [{ id: "upload.files", name: words.value.uploadFiles, at: "files", run: () => one.choose() }]
          : [],
      closed: () => one.leave(),
    };
  },
};
