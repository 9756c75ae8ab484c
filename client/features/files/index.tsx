// The page's half of the files: their button, the tabs above the code, and the drawer, which is loaded when it is opened first.
import type { ClientFeature } from "../../ui/feature.ts";
import { focusSince } from "../../ui/focusSince.ts";
import { Icon } from "../../ui/icons.tsx";
import { show } from "../../ui/notices.tsx";
import { narrow } from "../../ui/screenWidth.ts";
import { useLoaded } from "../../ui/useLoaded.ts";
import { Banners } from "./banners.tsx";
import { FilesModel } from "./filesModel.ts";
import "./tabs.css";
import { Tabs } from "./tabs.tsx";

interface OfFiles {
  readonly model: FilesModel;
}

function FilesButton({ model }: OfFiles) {
  return (
    <button
      type="button"
      id="files-button"
      class="button quiet icon-only"
      aria-label="Files"
      aria-expanded={model.isOpen.value}
      title="Files"
      onClick={() => {
        model.isOpen.value = !model.isOpen.value;
      }}
    >
      <Icon>
        <path d="M3.500 18V6.500A1.5 1.5 0 0 1 5 5h4l2 2.500h8A1.5 1.5 0 0 1 20.500 9v9a1.5 1.5 0 0 1-1.500 1.500H5A1.5 1.5 0 0 1 3.500 18z" />
      </Icon>
    </button>
  );
}

function LazyDrawer({ model }: OfFiles) {
  const Drawer = useLoaded(
    () => model.isOpen.value,
    async () => (await import("./drawer.tsx")).FilesDrawer,
    () => {
      model.isOpen.value = false;
      show("The files could not be loaded. Try again when the connection is back.");
    },
  );
  return Drawer ? <Drawer model={model} /> : null;
}

export const files: ClientFeature = {
  name: "files",
  open(room) {
    const model = new FilesModel(room, {
      coversCode: () => narrow.peek(),
      next: (run) => void requestAnimationFrame(run),
      focusSince,
      show,
    });
    return {
      Button: () => <FilesButton model={model} />,
      Bar: () => (
        <>
          <Tabs model={model} />
          <Banners model={model} />
        </>
      ),
      Panel: () => <LazyDrawer model={model} />,
      message: (data) => model.message(data),
      refused: (code, why) => model.refused(code, why),
      putBack: (file) => model.wish({ type: "putBack", file }),
      closed: () => model.close(),
    };
  },
};
