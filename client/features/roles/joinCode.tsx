// The join code, large and in groups to be read aloud, and until when it can be used. Knows no room.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { homeUrl } from "../../api.ts";
import { CopyButton } from "../../ui/copyButton.tsx";
import { show } from "../../ui/notices.tsx";
import { Dates } from "./linkRow.tsx";
import type { LinkDates } from "./messages.ts";

interface JoinCodeProps {
  readonly dates: (LinkDates & { readonly expires: number }) | undefined;
  /** as long as it was made here */
  readonly code: string | undefined;
  readonly children: ComponentChildren;
}

/** “K7MN 2PQR”. */
const grouped = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`;

const TIME = { weekday: "short", hour: "2-digit", minute: "2-digit" } as const;

export function JoinCode({ code, dates, children }: JoinCodeProps) {
  const id = useId();
  const home = homeUrl()
    .replace(/^https?:\/\//, "")
    .replace(/\/$/, "");
  return (
    <section class="roles-link" aria-labelledby={id}>
      <h3 id={id}>Join code, to read aloud</h3>
      <p class="roles-note">
        Whoever types it at <strong>{home}</strong> can edit. It works for some hours.
      </p>
      {dates !== undefined && code === undefined && (
        <p class="roles-note">
          It was told when it was made, and is nowhere to be read again. Made anew it is shown here, and the one before
          stops working.
        </p>
      )}
      {dates !== undefined && code !== undefined && (
        <div class="roles-code-line">
          <p class="roles-code">
            <span class="unseen">{[...code].join(" ")}</span>
            <span aria-hidden="true">{grouped(code)}</span>
          </p>
          <CopyButton
            text={grouped(code)}
            label="Copy"
            name="Copy: Join code"
            said="The code is copied."
            onForbidden={() => show("This browser does not allow copying here. Read the code out, or write it down.")}
          />
        </div>
      )}
      <div class="roles-link-foot">
        {dates !== undefined && (
          <p class="roles-dates">
            Until{" "}
            <time dateTime={new Date(dates.expires).toISOString()}>
              {new Date(dates.expires).toLocaleString([], TIME)}
            </time>
          </p>
        )}
        {dates !== undefined && <Dates {...dates} />}
        {children}
      </div>
    </section>
  );
}
