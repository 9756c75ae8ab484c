// The page's half of the files: their button, the tabs above the code, and the drawer, which is loaded when it is opened first.
import type { Command, PageFeature, PageRoom } from "../../ui/pageFeature.ts";
import { TypedAhead } from "../../ui/parts/focusOfPlace.tsx";
import { focusSince } from "../../ui/parts/focusSince.ts";
import { Icon } from "../../ui/parts/icons.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { useOpened } from "../../ui/parts/useOpened.ts";
import { Banners } from "./banners.tsx";
import { FILES, FilesModel } from "./filesModel.ts";
import "./tabs.css";
import { Tabs } from "./tabs.tsx";
import { words } from "./words.ts";

interface OfFiles {
  readonly model: FilesModel;
}

const FilesIcon = () => (
  <Icon>
    <path d="M3.500 18V6.500A1.5 1.5 0 0 1 5 5h4l2 2.500h8A1.5 1.5 0 0 1 20.500 9v9a1.5 1.5 0 0 1-1.500 1.500H5A1.5 1.5 0 0 1 3.500 18z" />
  </Icon>
);

function LazyDrawer({ model, workbench }: OfFiles & Pick<PageRoom, "workbench">) {
  const Drawer = useOpened({
    isOpen: () => true,
    load: async () => (await import("./drawer.tsx")).FilesDrawer,
    close: () => workbench.fold(FILES),
    notLoaded: () => words.value.filesNotLoaded,
  });
  if (Drawer) return <Drawer model={model} workbench={workbench} />;
  // of all that is in it only a name is written
  return model.naming.value === undefined ? null : <TypedAhead isWanted />;
}

function ofShown(model: FilesModel): readonly Command[] {
  const row = model.shownRow;
  if (row === undefined || !model.mayChange.value) return [];
  return [
    { id: "files.rename", name: words.value.renameThis, run: () => model.rename(row) },
    { id: "files.move", name: words.value.moveThis, run: () => model.move(row) },
    { id: "files.delete", name: words.value.deleteThis, run: () => model.delete(row) },
  ];
}

export const files: PageFeature = {
  name: "files",
  fileMaking: () => import("./making.ts"),
  open(room) {
    const model = new FilesModel(room, {
      // the field for the name takes the focus
      showTree: () => room.workbench.show(FILES),
      uncover: () => room.workbench.uncover(),
      isTreeShown: () => room.workbench.shown.value.has(FILES),
      next: (run) => void requestAnimationFrame(run),
      focusSince,
      show,
    });
    return {
      areas: {
        above: () => <Tabs model={model} />,
        banner: () => <Banners model={model} />,
      },
      places: [
        {
          id: FILES,
          at: "left",
          order: 10,
          name: () => words.value.files,
          Icon: FilesIcon,
          badge: model.unseen,
          View: () => <LazyDrawer model={model} workbench={room.workbench} />,
        },
      ],
      commands: () => [
        ...(model.mayChange.value
          ? [{ id: "files.newFile", name: words.value.makeFile, run: () => model.nameNew("file") }]
          : []),
        ...(model.mayChange.value
          ? [{ id: "files.newFolder", name: words.value.makeFolder, run: () => model.nameNew("folder") }]
          : []),
        ...ofShown(model),
      ],
      fileDeleting: model.deleting,
      message: (data) => model.message(data),
      refused: (code, why) => model.refused(code, why),
      putBack: (file) => model.wish({ type: "putBack", file }),
      closed: () => model.close(),
    };
  },
};
