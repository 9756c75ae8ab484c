// Files and folders from this device into the room, by a button or a drop; what does it is loaded when it is needed first.
import { signal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import { browserClock } from "../../browser.ts";
import { newClientId } from "../../identity.ts";
import type { ClientFeature, FeatureRoom } from "../../ui/feature.ts";
import { Icon } from "../../ui/icons.tsx";
import { show } from "../../ui/notices.tsx";
import { fromDrop } from "./candidates.ts";
import "./drop.css";
import type { UploadModel } from "./uploadModel.ts";

interface Loaded {
  readonly model: UploadModel;
  readonly Dialogs: FunctionComponent<{ readonly model: UploadModel }>;
}

/** What uploads, once it is needed. */
class Upload {
  readonly loaded = signal<Loaded | undefined>(undefined);
  /** files are held over the room */
  readonly isOver = signal(false);
  readonly #room: FeatureRoom;
  readonly #listening = new AbortController();

  constructor(room: FeatureRoom) {
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
    return ["saved", "saving", "offline"].includes(this.#room.status.value.state);
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
    const find = fromDrop(event.dataTransfer);
    if (this.mayUpload) void this.#load((model) => model.upload(find));
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
      return show("The upload could not be loaded. Try again when the connection is back.");
    }
    run(this.loaded.value.model);
  }
}

async function load(room: FeatureRoom): Promise<Loaded> {
  const [{ UploadModel: Model }, { UploadDialogs }] = await Promise.all([
    import("./uploadModel.ts"),
    import("./dialogs.tsx"),
  ]);
  const model = new Model({
    room: () => room.room.peek(),
    enter: (client, listener) => room.enter(client, listener),
    open: (file) => room.show(file),
    clock: browserClock,
    newId: newClientId,
    say: show,
  });
  return { model, Dialogs: UploadDialogs };
}

function UploadButton({ upload }: { readonly upload: Upload }) {
  return (
    <button
      type="button"
      class="button quiet tool"
      title="Upload files"
      disabled={!upload.mayUpload}
      onClick={() => upload.choose()}
    >
      <Icon>
        <path d="M12 15V4m-4.5 4.5L12 4l4.5 4.5M5 20h14" />
      </Icon>
      <span>Upload</span>
    </button>
  );
}

function Shown({ upload }: { readonly upload: Upload }) {
  const loaded = upload.loaded.value;
  return (
    <>
      {upload.isOver.value && (
        // only a pointer drags
        <div class="drop-sign" aria-hidden="true">
          Drop to upload into the room
        </div>
      )}
      {loaded && <loaded.Dialogs model={loaded.model} />}
    </>
  );
}

export const upload: ClientFeature = {
  name: "upload",
  open(room) {
    const one = new Upload(room);
    return {
      Tool: () => <UploadButton upload={one} />,
      Panel: () => <Shown upload={one} />,
      closed: () => one.leave(),
    };
  },
};
