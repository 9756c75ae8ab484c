// One way into the room in the share dialog: the link to copy or to scan, what it gives, since when, and its end. Knows no room.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { CopyButton } from "../../ui/copyButton.tsx";
import { show } from "../../ui/notices.tsx";
import { Ago } from "../../ui/timeWords.tsx";
import type { LinkDates } from "./messages.ts";
import { LazyQrCode } from "./lazyQrCode.tsx";

interface LinkRowProps {
  readonly title: string;
  /** what it gives, to whom */
  readonly text: string;
  /** absent: there is none, or it cannot be shown */
  readonly link?: string | undefined;
  readonly dates?: LinkDates | undefined;
  readonly autofocus?: boolean;
  /** what can be done with it */
  readonly children?: ComponentChildren;
}

export function LinkRow({ title, text, link, dates, autofocus = false, children }: LinkRowProps) {
  const id = useId();
  return (
    <section class="roles-link" aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p class="roles-note">{text}</p>
      {link !== undefined && <LinkToCopy title={title} link={link} autofocus={autofocus} />}
      {(dates !== undefined || children !== undefined) && (
        <div class="roles-link-foot">
          {dates !== undefined && <Dates {...dates} />}
          {children}
        </div>
      )}
    </section>
  );
}

export function Dates({ made, used }: LinkDates) {
  return (
    <p class="roles-dates">
      Made <Ago time={made} />
      {used === undefined ? (
        ", never used"
      ) : (
        <>
          , last used <Ago time={used} />
        </>
      )}
    </p>
  );
}

function LinkToCopy({
  title,
  link,
  autofocus,
}: {
  readonly title: string;
  readonly link: string;
  readonly autofocus: boolean;
}) {
  const isShown = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <div class="roles-link-line">
        <input
          ref={field}
          type="text"
          aria-label={title}
          readOnly
          value={link}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton
          class="primary"
          text={link}
          label="Copy"
          name={`Copy: ${title}`}
          said="The link is copied."
          autofocus={autofocus}
          onForbidden={() => {
            field.current?.focus();
            show("This browser does not allow copying here. The link is selected: copy it yourself.");
          }}
        />
        <button
          type="button"
          class="button"
          aria-label={`QR code: ${title}`}
          aria-expanded={isShown.value}
          onClick={() => {
            isShown.value = !isShown.value;
          }}
        >
          QR
        </button>
      </div>
      {isShown.value && <LazyQrCode text={link} label={`QR code: ${title}`} />}
    </>
  );
}
