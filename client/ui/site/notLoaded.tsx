// A screen that could not be had. Knows no screen, and loads nothing.
import "./site.css";
import { words } from "../words.ts";

export function NotLoaded({ title }: { readonly title: string }) {
  return (
    <div class="site">
      <main class="card message">
        <h1>{title}</h1>
        <p>{words.value.whyNotLoaded}</p>
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {words.value.loadAgain}
        </button>
      </main>
    </div>
  );
}
