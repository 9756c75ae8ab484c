// What stands before somebody who is not in: they wait, type the password, or read what to do. Loaded when it is needed.
import type { ReadonlySignal } from "@preact/signals";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { AtTheDoor } from "../../ui/pageFeature.ts";
import { Field } from "../../ui/parts/field.tsx";
import { Link } from "../../ui/parts/link.tsx";
import { Message } from "../../ui/site/message.tsx";
import { announce } from "../../ui/parts/notices.tsx";
import type { SyncStatus } from "../../sync/ports.ts";
import { doorWords } from "./doorWords.ts";
import { PASSWORD_CHARACTERS } from "./bounds.ts";
import "./door.css";
import { words } from "./words.door.ts";

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
        {step === "again" && <Next onClick={() => onAgain()}>{words.value.tryAgain}</Next>}
        {step === "join" && <Next onClick={onJoinAgain}>{words.value.joinAgain}</Next>}
        {step === "reload" && <Next onClick={() => location.reload()}>{words.value.reload}</Next>}
        <Link to="" class="button">
          {step === "wait" ? words.value.cancel : words.value.toStart}
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
  const error = useSignal(isWrong ? words.value.passwordWrong : "");
  const enter = (event: SubmitEvent): void => {
    event.preventDefault();
    if (password.value === "") error.value = words.value.passwordNeeded;
    else onPassword(password.value);
  };
  return (
    <form ref={form} onSubmit={enter} noValidate>
      <Field
        label={words.value.passwordLabel}
        isSecret
        value={password}
        error={error.value}
        autocomplete="off"
        maxLength={PASSWORD_CHARACTERS.most}
      />
      <button type="submit" class="button primary wide">
        {words.value.enter}
      </button>
    </form>
  );
}
