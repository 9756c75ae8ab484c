// How others come into the room: the one link first, what else this person may share below it. Knows no server.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { isViewingAddress } from "#protocol/roomId.ts";
import { homeUrl } from "../../api.ts";
import { roomLink } from "../../roomLink.ts";
import { pageLanguage } from "../../words.ts";
import { Dialog } from "../../ui/parts/dialog.tsx";
import { JoinCode } from "./joinCode.tsx";
import { LazyQrCode } from "./lazyQrCode.tsx";
import { LinkRow, LinkToCopy, Way } from "./linkRow.tsx";
import { MakeAndEnd } from "./makeAndEnd.tsx";
import type { Plain, RolesState, ShownSettings } from "../../../server/features/roles/messages.ts";
import { PlainChoice } from "./plainChoice.tsx";
import type { RolesModel } from "./rolesModel.ts";
import { words } from "./words.ts";

interface OfShare {
  readonly model: RolesModel;
}

export function ShareDialog({ model, onClose }: OfShare & { readonly onClose: () => void }) {
  return (
    <Dialog title={words.value.share.title} class="roles-dialog roles-share" onClose={onClose}>
      {model.room.people.isOwner.value ? <OwnersLinks model={model} /> : <MyLinks model={model} />}
    </Dialog>
  );
}

interface MainLinkProps {
  readonly link: string;
  readonly autofocus?: boolean;
}

function MainLink({ link, autofocus = true }: MainLinkProps) {
  const { roomLink: title, copyLink } = words.value.share;
  return <LinkToCopy title={title} link={link} copy={copyLink} autofocus={autofocus} />;
}

/** Of somebody who is no owner: the address by which they came, and for an editor the viewing one. */
function MyLinks({ model }: OfShare) {
  const { roomId } = model.room;
  const state = model.state.value;
  const said = words.value;
  const plain: Plain = isViewingAddress(roomId) ? "viewer" : (state?.settings.plain ?? "viewer");
  const view = model.role.value === "editor" && state?.view !== roomId ? state?.view : undefined;
  const isDead = plain === "none";
  return (
    <>
      <p>{said.share.gives[plain]}</p>
      {!isDead && <MainLink link={roomLink(roomId, homeUrl())} />}
      {state && <Besides settings={state.settings} />}
      <p class="roles-note">{isDead ? said.share.askAnOwner : said.share.ownersDecide}</p>
      <MoreWays model={model}>
        {!isDead && <ScanRow link={roomLink(roomId, homeUrl())} />}
        {view !== undefined && (
          <LinkRow title={said.view.title} text={said.view.there} link={roomLink(view, homeUrl())} />
        )}
      </MoreWays>
    </>
  );
}

function OwnersLinks({ model }: OfShare) {
  const state = model.state.value;
  const { share } = words.value;
  if (state?.links === undefined) return <p class="roles-note">{share.offline}</p>;
  const { settings, links } = state;
  // what lets nobody in is not there to be copied: the invitation is the one to share then
  const isDead = settings.plain === "none";
  const link = roomLink(links.plain, homeUrl());
  return (
    <>
      <p aria-live="polite">{isDead ? share.gives.none : share.whoever}</p>
      <PlainChoice model={model} />
      {isDead ? (
        <>
          <p class="roles-note">{share.invite}</p>
          <Invitation model={model} isFirst />
        </>
      ) : (
        <MainLink link={link} />
      )}
      <Besides settings={settings} />
      <WhoWaits model={model} />
      <MoreWays model={model}>
        {!isDead && <ScanRow link={link} />}
        <Code model={model} />
        <Viewing model={model} />
        {!isDead && <Invitation model={model} />}
        <WhoComesIn model={model} settings={settings} />
      </MoreWays>
    </>
  );
}

/** What whoever has a link needs besides it. */
function Besides({ settings: { closed, locked, lobby, password } }: { readonly settings: ShownSettings }) {
  const { share } = words.value;
  const also =
    password && lobby ? share.alsoPasswordAndWait : password ? share.alsoPassword : lobby ? share.alsoWait : undefined;
  const text = closed ? share.closed : locked ? share.locked : also;
  return text === undefined ? null : <p class="roles-besides">{text}</p>;
}

function WhoWaits({ model }: OfShare) {
  const { waiting, seeWho } = words.value.share;
  const count = model.waiting.value.length;
  if (count === 0) return null;
  return (
    <div class="roles-besides">
      <p>{waiting(count)}</p>
      <button
        type="button"
        class="button small"
        onClick={() => {
          model.open.value = "waiting";
        }}
      >
        {seeWho}
      </button>
    </div>
  );
}

function MoreWays({ model, children }: OfShare & { readonly children: ComponentChildren }) {
  return (
    <details class="roles-more" open={model.open.peek() === "moreWays"}>
      <summary>{words.value.share.moreWays}</summary>
      {children}
    </details>
  );
}

function ScanRow({ link }: { readonly link: string }) {
  const isShown = useSignal(false);
  const { qrTitle, qrText, qrOf, show, hide, share } = words.value;
  return (
    <Way
      title={qrTitle}
      text={qrText}
      action={
        <button
          type="button"
          class="button"
          aria-expanded={isShown.value}
          aria-label={`${isShown.value ? hide : show}: ${qrTitle}`}
          onClick={() => {
            isShown.value = !isShown.value;
          }}
        >
          {isShown.value ? hide : show}
        </button>
      }
    >
      {isShown.value && <LazyQrCode text={link} label={qrOf(share.roomLink)} />}
    </Way>
  );
}

const linksOf = ({ model }: OfShare): RolesState["links"] => model.state.value?.links;

function Invitation({ model, isFirst = false }: OfShare & { readonly isFirst?: boolean }) {
  const { edit } = words.value;
  const dates = linksOf({ model })?.edit;
  const made = model.made("edit");
  return (
    <LinkRow
      title={edit.title}
      text={dates === undefined ? edit.absent : made === undefined ? edit.lost : edit.made}
      link={made}
      dates={dates}
      autofocus={isFirst}
    >
      <MakeAndEnd kind="edit" isFirst={isFirst} model={model} />
    </LinkRow>
  );
}

function Viewing({ model }: OfShare) {
  const { view: said } = words.value;
  const view = linksOf({ model })?.view;
  return (
    <LinkRow
      title={said.title}
      text={view === undefined ? said.absent : said.there}
      link={view && roomLink(view.address, homeUrl())}
      dates={view}
    >
      <MakeAndEnd kind="view" model={model} />
    </LinkRow>
  );
}

function Code({ model }: OfShare) {
  return (
    <JoinCode code={model.made("code")} dates={linksOf({ model })?.code}>
      <MakeAndEnd kind="code" model={model} />
    </JoinCode>
  );
}

function WhoComesIn({ model, settings }: OfShare & { readonly settings: ShownSettings }) {
  const { who, share } = words.value;
  const set = [
    ...(settings.password ? [who.password] : []),
    ...(settings.lobby ? [who.lobby] : []),
    ...(settings.locked ? [who.locked] : []),
    ...(settings.most > 0 ? [who.most(settings.most)] : []),
  ];
  const format = new Intl.ListFormat(pageLanguage.value, { style: "narrow", type: "unit" });
  const listed = format.format(set);
  return (
    <Way
      title={who.title}
      text={set.length === 0 ? who.none : listed.charAt(0).toUpperCase() + listed.slice(1)}
      action={
        <button
          type="button"
          class="button"
          onClick={() => {
            model.open.value = "settings";
          }}
        >
          {share.settings}
        </button>
      }
    />
  );
}
