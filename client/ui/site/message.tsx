// A page that says one thing and offers what to do next. Knows nothing else.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import "./site.css";
import { SiteHeader } from "./siteHeader.tsx";

interface MessageProps {
  readonly title: string;
  readonly text: string;
  readonly children?: ComponentChildren;
}

export function Message({ title, text, children }: MessageProps) {
  useEffect(() => {
    document.title = `${title} – Code Companion`;
  }, [title]);
  return (
    <div class="site">
      <SiteHeader />
      <main class="card message">
        <h1>{title}</h1>
        <p>{text}</p>
        {children}
      </main>
    </div>
  );
}
