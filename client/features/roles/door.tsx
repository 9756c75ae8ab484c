// What stands before somebody who is not in: they wait, type the password, or read what to do. Loaded when it is needed.
import type { ReadonlySignal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { AtTheDoor } from "../../ui/feature.ts";
import { Field } from "../../ui/field.tsx";
import { Link } from "../../ui/link.tsx";
import { Message } from "../../ui/message.tsx";
import { announce } from "../../ui/notices.tsx";
import type { SyncStatus } from "../../sync/ports.ts";
import { doorWords } from "./doorWords.ts";
import { PASSWORD_CHARACTERS } from "./messages.ts";
import "./door.css";

interface DoorProps extends AtTheDoor {
  readonly status: ReadonlySignal<SyncStatus>;
}

export function Door({ status, name, onAgain, onJoinAgain }: DoorProps) {
  const { title, text, step } = doorWords(status.value, name);
  const isWrong = status.value.state === "ended" && status.value.code === "wrong_password";
  useEffect(() => announce(`${title}. ${text}`), [title, text]);
  return (
    <Message key={title} title={title} text={text}>
      {step === "wait" && <p class="door-waits" aria-hidden="true" />}
      {step === "password" && <Password isWrong={isWrong} onPassword={onAgain} />}
      <p class="actions">
        {step === "again" && <Next onClick={() => onAgain()}>Try again</Next>}
        {step === "join" && <Next onClick={onJoinAgain}>Join again</Next>}
        {step === "reload" && <Next onClick={() => location.reload()}>Reload</Next>}
        <Link to="" class="button">
          {step === "wait" ? "Cancel" : "Go to the start"}
        </Link>
      </p>
    </Message>
  );
}

/** Has the focus at once: whoever has read what stands in the way goes on with Enter. */
function Next({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <button ref={ref} type="button" class="button primary" onClick={onClick}>
      {children}
    </button>
  );
}

function Password({
  isWrong,
  onPassword,
}: {
  readonly isWrong: boolean;
  readonly onPassword: (password: string) => void;
}) {
  const password = useSignal("");
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const error = useSignal(isWrong ? "That is not it. Mind capital letters and spaces." : "");
  const enter = (event: SubmitEvent): void => {
    event.preventDefault();
    if (password.value === "") error.value = "Type the password of the room.";
    else onPassword(password.value);
  };
  return (
    <form ref={form} onSubmit={enter} noValidate>
      <Field
        label="Password of the room"
        isSecret
        value={password}
        error={error.value}
        autocomplete="off"
        maxLength={PASSWORD_CHARACTERS.most}
      />
      <button type="submit" class="button primary wide">
        Enter the room
      </button>
    </form>
  );
}
