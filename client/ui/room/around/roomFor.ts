// One opening of a room as a feature sees it. Knows no feature.
import { computed, type ReadonlySignal } from "@preact/signals";
import { reading } from "../../../editor/reading.ts";
import type { Participation } from "../../../sync/participation.ts";
import type { FeatureOpening, PageFeature, PageRoom } from "../../pageFeature.ts";
import { isPhoneNow } from "../../phone.ts";
import type { RoomModel } from "../roomModel.ts";

interface Opened {
  readonly model: RoomModel;
  readonly session: Participation;
  readonly nonce: string;
  /** files that others have made */
  readonly unseen: ReadonlySignal<ReadonlySet<number>>;
  /** Comes in once more by a client of its own. */
  enter(client: string): Participation;
  readonly fileMaking: PageFeature["fileMaking"];
}

/** For the feature of this name. */
export function roomFor(name: string, { model, session, nonce, unseen, enter, fileMaking }: Opened): PageRoom {
  const { roomId, room, people, status, files, presences } = model;
  const features = (): FeatureOpening[] => [...model.features.values()];
  return {
    roomId,
    room,
    status,
    limits: () => session.limits,
    key: () => session.key,
    people: {
      you: people.you,
      isOwner: people.isOwner,
      person: (participant) => people.person(participant),
      nameOf: (participant) => people.nameOf(participant),
      clients: people.clients,
      inFile: presences.inFile,
      states: presences.states,
      tellState: (state) => session.setState(state),
    },
    tabs: {
      shown: files.shown,
      all: files.tabs,
      unseen,
      show: (one) => files.show(one),
      edit: (one) => files.edit(one),
      close: (one) => files.close(one),
      arrange: (tabs) => files.arrange(tabs),
    },
    view: {
      goToLine: (line, one = files.shown.peek()) => files.goToLine(line, one),
      ownLine: () => files.ownLine,
      lineOf: (client) => files.lineOf(client),
      goWith: (client) => files.goWith(client),
      tell: (isTold) => files.tellView(isTold),
      reading: (language) => reading(language, nonce, isPhoneNow()),
    },
    beside: {
      open: (one, beside) => files.openBeside(one, beside),
      leave: () => files.leaveBeside(),
    },
    workbench: {
      shown: computed(() => model.workbench.shown.value),
      isPhone: computed(() => model.workbench.isPhone.value),
      show: (place, withFocus) => model.workbench.show(place, withFocus),
      offer: (place) => model.workbench.offer(place),
      fold: (place) => model.workbench.fold(place),
      uncover: () => model.workbench.uncover(),
    },
    commands: computed(() => model.commands.value),
    markLooks: computed(() => new Map(features().flatMap(({ marks = {} }) => Object.entries(marks)))),
    named: (person) => people.named(person),
    eject: computed(() => features().find(({ eject }) => eject)?.eject?.value),
    toNow: computed(() => features().find(({ toNow }) => toNow)?.toNow?.value),
    lastRun: computed(() => features().find(({ lastRun }) => lastRun)?.lastRun?.value),
    explain: computed(() => features().find(({ explain }) => explain)?.explain?.value),
    addressed: computed(() => features().find(({ addressed }) => addressed)?.addressed?.value),
    preferences: computed(() => features().flatMap(({ preferences = [] }) => preferences)),
    fileDeleting: computed(() => features().find((one) => one.fileDeleting)?.fileDeleting?.value),
    text: (one) => files.textOf(one),
    enter,
    fileMaking,
    send: (data) => session.send(name, data),
  };
}
