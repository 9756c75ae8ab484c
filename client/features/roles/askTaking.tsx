// Asks before something is taken from somebody: what they know that would give it back to somebody new, whom else that serves, and whether it closes. Knows not what is taken.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { listed } from "../../ui/parts/listedNames.ts";
import { Ask } from "./ask.tsx";
import { closingWords } from "./closingWords.ts";
import type { ClosingWay, LinksQuestion, LinksToo, Revokes } from "../../../server/features/roles/messages.ts";
import type { RolesModel } from "./rolesModel.ts";
import { words } from "./words.owners.ts";

interface AskTakingProps {
  readonly model: RolesModel;
  readonly question: LinksQuestion;
  /** a question */
  readonly title: string;
  /** what the answer is called that leaves the links open, and the one that closes them */
  readonly yes: string;
  readonly andClose?: string;
  /** what the list of links is called */
  readonly about?: (answer: Revokes) => ComponentChildren;
  /** of the links, which closes in any case without being listed */
  readonly isSilent?: (way: ClosingWay) => boolean;
  /** nothing is asked where no link is left to decide about */
  readonly isQuick?: boolean;
  readonly onYes: (links: LinksToo) => void;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** Nothing is shown until the server has said what would close. */
export function AskTaking(props: AskTakingProps) {
  const { model, question, isQuick = false, isSilent = () => false, onYes, onClose } = props;
  const answer = model.revokes.value;
  const isDone = useRef(false);
  useEffect(() => model.askWhatCloses(question), []);
  const shown = answer?.ways.filter((way) => !isSilent(way)) ?? [];
  const isClear = isQuick && answer !== undefined && shown.length === 0;
  useEffect(() => {
    if (!isClear || isDone.current) return;
    isDone.current = true;
    onClose();
    onYes({ links: false, shown: answer.shown });
  }, [isClear]);
  if (answer === undefined || isClear) return null;
  const optional = shown.filter(({ kind }) => kind !== "owner");
  const yes = (links: boolean) => () => onYes({ links, shown: answer.shown });
  const andClose = optional.length === 0 ? undefined : props.andClose;
  return (
    <Ask
      title={props.title}
      yes={props.yes}
      onYes={yes(false)}
      more={andClose === undefined ? undefined : { yes: andClose, onYes: yes(true) }}
      onClose={onClose}
    >
      {props.children}
      {optional.length > 0 && (
        <>
          <p>{props.about?.(answer)}</p>
          <Ways ways={optional} model={model} />
          <p class="roles-note">
            {words.value.closing.staysIn(optional.some(({ out = 0 }) => out > 0))}
            {andClose !== undefined && hasNewLink(optional, model) && ` ${words.value.closing.newLink}`}
          </p>
        </>
      )}
      <OwnerLinks ways={shown.filter(({ kind }) => kind === "owner")} model={model} />
    </Ask>
  );
}

interface WaysProps {
  readonly ways: readonly ClosingWay[];
  readonly model: RolesModel;
}

function wordsOf({ ways, model }: WaysProps) {
  const { room, people } = model.room;
  return ways.map((way) => closingWords(way, room.value?.participants ?? [], people.you.value?.participant));
}

function Ways(props: WaysProps) {
  return (
    <ul class="roles-ways">
      {wordsOf(props).map(({ what, others }) => (
        <li key={what}>
          <strong>{what}</strong>
          <small>{others}</small>
        </li>
      ))}
    </ul>
  );
}

function OwnerLinks(props: WaysProps) {
  if (props.ways.length === 0) return null;
  const links = listed(wordsOf(props).map(({ what }) => what));
  return <p>{words.value.closing.anyCase(links, props.ways.length)}</p>;
}

/** As the server does: where newcomers could edit by what closes, and no other invitation link is left. */
function hasNewLink(ways: readonly ClosingWay[], model: RolesModel): boolean {
  const kinds = ways.map(({ kind }) => kind);
  const { settings, links } = model.state.value ?? {};
  const isEditing =
    kinds.includes("edit") || kinds.includes("code") || (kinds.includes("plain") && settings?.plain === "editor");
  return isEditing && (links?.edit === undefined || kinds.includes("edit"));
}
