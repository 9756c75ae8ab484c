// The form with the token. It keeps nothing of it. Knows no session.
import { useSignal } from "@preact/signals";
import { Field } from "../ui/parts/field.tsx";
import { TOKEN_CHARACTERS } from "./bounds.ts";
import type { DashboardModel } from "./dashboardModel.ts";
import { sentenceOf } from "./sentenceOf.ts";
import { words } from "./words.ts";

export function SignIn({ model }: { readonly model: DashboardModel }) {
  const token = useSignal("");
  const error = useSignal("");
  const isBusy = useSignal(false);
  const { signIn } = words.value;

  const go = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy.value) return;
    error.value = "";
    if (token.value === "") {
      error.value = signIn.needed;
      return;
    }
    isBusy.value = true;
    try {
      await model.signIn(token.value);
    } catch (problem) {
      error.value = sentenceOf(problem);
      isBusy.value = false;
    }
  };

  return (
    <main class="card message">
      <h1>{signIn.title}</h1>
      <p role={model.hasEnded.value ? "status" : undefined}>{model.hasEnded.value ? signIn.ended : signIn.text}</p>
      <form onSubmit={go} noValidate>
        <Field
          label={signIn.token}
          value={token}
          error={error.value}
          isSecret
          autofocus
          autocomplete="current-password"
          maxLength={TOKEN_CHARACTERS}
        />
        <button type="submit" class="button primary wide" aria-disabled={isBusy.value}>
          {isBusy.value ? signIn.going : signIn.go}
        </button>
      </form>
    </main>
  );
}
