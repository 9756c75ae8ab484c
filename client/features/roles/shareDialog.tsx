// Everything by which others come into the room, as far as this person may share it. Knows no server.
import { useSignal } from "@preact/signals";
import { isViewingAddress } from "#protocol/roomId.ts";
import { homeUrl } from "../../api.ts";
import { roomLink } from "../../roomLink.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Ask } from "./ask.tsx";
import { JoinCode } from "./joinCode.tsx";
import { LinkRow } from "./linkRow.tsx";
import type { LinkKind, Plain } from "./messages.ts";
import { PLAIN_WORDS, PlainChoice } from "./plainChoice.tsx";
import type { RolesModel } from "./rolesModel.ts";

interface OfShare {
  readonly model: RolesModel;
}

export function ShareDialog({ model, onClose }: OfShare & { readonly onClose: () => void }) {
  const isOwner = model.isOwner.value;
  return (
    <Dialog title="Share this room" class="roles-dialog" onClose={onClose}>
      {isOwner ? <OwnersLinks model={model} /> : <MyLinks model={model} />}
      {isOwner && (
        <p class="actions">
          <button
            type="button"
            class="button"
            onClick={() => {
              model.open.value = "settings";
            }}
          >
            Room settings…
          </button>
        </p>
      )}
    </Dialog>
  );
}

/** Of somebody who is no owner: the address by which they came, and for an editor the viewing one. */
function MyLinks({ model }: OfShare) {
  const { roomId } = model.room;
  const state = model.state.value;
  const plain: Plain = isViewingAddress(roomId) ? "viewer" : (state?.settings.plain ?? "viewer");
  const view = model.role.value === "editor" && state?.view !== roomId ? state?.view : undefined;
  const isDead = plain === "none";
  return (
    <>
      <LinkRow
        title={isViewingAddress(roomId) ? "Link for viewing only" : "Link of the room"}
        text={PLAIN_WORDS[plain]}
        link={isDead ? undefined : roomLink(roomId, homeUrl())}
        autofocus
      />
      {view !== undefined && (
        <LinkRow
          title="Link for viewing only"
          text={PLAIN_WORDS.viewer}
          link={roomLink(view, homeUrl())}
          autofocus={isDead}
        />
      )}
      <p class="roles-note">An owner of the room decides what its links give.</p>
    </>
  );
}

function OwnersLinks({ model }: OfShare) {
  const asking = useSignal<{ readonly kind: LinkKind; readonly on: boolean } | undefined>(undefined);
  const state = model.state.value;
  const links = state?.links;
  if (state === undefined || links === undefined)
    return <p class="roles-note">The links are shown here when the connection is back.</p>;
  const { edit, view, code } = links;
  const made = model.made("edit");
  // what lets nobody in is not there to be copied: the link for editing is the one to share then
  const isDead = state.settings.plain === "none";
  const act = (kind: LinkKind, on: boolean): void => {
    if (on) model.makeLink(kind);
    else model.takeLinkBack(kind);
  };
  /** What ends something that others may have is asked about. */
  const ask = (kind: LinkKind, on: boolean) => () => {
    asking.value = { kind, on };
  };
  return (
    <>
      <LinkRow
        title="Link of the room"
        text={PLAIN_WORDS[state.settings.plain]}
        link={isDead ? undefined : roomLink(links.plain, homeUrl())}
        autofocus
      >
        <PlainChoice model={model} />
      </LinkRow>
      <LinkRow
        title="Link for editing"
        text={
          edit === undefined
            ? "Gives editing, whatever the room’s own link gives, until you take it back."
            : made === undefined
              ? "It was shown when it was made, and is nowhere to be read again. Made anew it is shown here, and the one before stops working."
              : "Gives editing until you take it back. Copy it now: it is not shown again."
        }
        link={made}
        dates={edit}
        autofocus={isDead}
      >
        <MakeAndEnd
          what="link for editing"
          isFirst={isDead}
          exists={edit !== undefined}
          onMake={() => act("edit", true)}
          ask={(on) => ask("edit", on)}
          model={model}
        />
      </LinkRow>
      <LinkRow
        title="Link for viewing only"
        text={
          view === undefined
            ? "An address of its own, from which nobody finds the one for editing."
            : "Whoever opens it can read, not edit, and does not learn the room’s own link."
        }
        link={view && roomLink(view.address, homeUrl())}
        dates={view}
      >
        <MakeAndEnd
          what="link for viewing"
          exists={view !== undefined}
          onMake={() => act("view", true)}
          ask={(on) => ask("view", on)}
          model={model}
        />
      </LinkRow>
      <JoinCode code={model.made("code")} dates={code}>
        <MakeAndEnd
          what="join code"
          exists={code !== undefined}
          onMake={() => act("code", true)}
          ask={(on) => ask("code", on)}
          model={model}
        />
      </JoinCode>
      {asking.value !== undefined && (
        <AskEnd
          {...asking.value}
          onYes={(kind, on) => act(kind, on)}
          onClose={() => {
            asking.value = undefined;
          }}
        />
      )}
    </>
  );
}

interface MakeAndEndProps extends OfShare {
  readonly what: string;
  /** it is what to begin with */
  readonly isFirst?: boolean;
  readonly exists: boolean;
  readonly onMake: () => void;
  readonly ask: (on: boolean) => () => void;
}

function MakeAndEnd({ model, what, isFirst = false, exists, onMake, ask }: MakeAndEndProps) {
  const disabled = !model.canSet.value;
  if (!exists)
    return (
      <button
        type="button"
        class={isFirst ? "button primary" : "button"}
        autofocus={isFirst}
        disabled={disabled}
        onClick={onMake}
      >
        Make a {what}
      </button>
    );
  return (
    <span class="roles-link-actions">
      <button type="button" class="button" aria-label={`Make anew: ${what}`} disabled={disabled} onClick={ask(true)}>
        Make anew…
      </button>
      <button type="button" class="button" aria-label={`Take back: ${what}`} disabled={disabled} onClick={ask(false)}>
        Take back…
      </button>
    </span>
  );
}

const WHAT: Readonly<Record<LinkKind, string>> = {
  edit: "link for editing",
  view: "link for viewing",
  code: "join code",
  owner: "owner link",
};

interface AskEndProps {
  readonly kind: LinkKind;
  /** it is made anew */
  readonly on: boolean;
  readonly onYes: (kind: LinkKind, on: boolean) => void;
  readonly onClose: () => void;
}

export function AskEnd({ kind, on, onYes, onClose }: AskEndProps) {
  return (
    <Ask
      title={on ? `Make the ${WHAT[kind]} anew?` : `Take the ${WHAT[kind]} back?`}
      yes={on ? "Make it anew" : "Take it back"}
      onYes={() => onYes(kind, on)}
      onClose={onClose}
    >
      <p>
        The one that there is stops working for everybody who has it. Who is in the room stays in
        {kind === "view" && ", but for viewers who came by it: they are out"}.
      </p>
    </Ask>
  );
}
