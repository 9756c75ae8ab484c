// One way into the room: the link to copy or to scan, what it gives, since when, and its end. Knows no room.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { CopyButton } from "../../ui/parts/copyButton.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { Ago, Time } from "../../ui/parts/times/timeWords.tsx";
import type { LinkDates } from "../../../server/features/roles/messages.ts";
import { LazyQrCode } from "./lazyQrCode.tsx";
import { words } from "./words.ts";

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
  const { copy, copyOf } = words.value;
  return (
    <Way title={title} text={text} dates={dates} action={children}>
      {link !== undefined && (
        <LinkToCopy title={title} link={link} copy={copy} copyName={copyOf(title)} hasQr autofocus={autofocus} />
      )}
    </Way>
  );
}

interface WayProps {
  readonly title: string;
  readonly text: string;
  readonly dates?: (LinkDates & { readonly expires?: number }) | undefined;
  readonly action?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A way into the room in two lines, what can be done about it at their end, and below what there is of it. */
export function Way({ title, text, dates, action, children }: WayProps) {
  const id = useId();
  return (
    <section class="roles-way" aria-labelledby={id}>
      <div class="roles-way-head">
        <div>
          <h3 id={id}>{title}</h3>
          <p class="roles-note">{text}</p>
        </div>
        {dates === undefined && action}
      </div>
      {children}
      {dates !== undefined && (
        <div class="roles-way-foot">
          <Dates {...dates} />
          {action}
        </div>
      )}
    </section>
  );
}

function Dates({ made, used, expires }: LinkDates & { readonly expires?: number }) {
  const { code, made: wasMade, neverUsed, lastUsed } = words.value;
  return (
    <p class="roles-dates">
      {expires !== undefined && (
        <>
          {code.until} <Time time={expires} />.{" "}
        </>
      )}
      {wasMade} <Ago time={made} />,{" "}
      {used === undefined ? (
        neverUsed
      ) : (
        <>
          {lastUsed} <Ago time={used} />
        </>
      )}
    </p>
  );
}

interface LinkToCopyProps {
  readonly title: string;
  readonly link: string;
  /** what the button says, and what it is called where others say the same */
  readonly copy: string;
  readonly copyName?: string;
  readonly hasQr?: boolean;
  readonly autofocus: boolean;
}

export function LinkToCopy({ title, link, copy, copyName, hasQr = false, autofocus }: LinkToCopyProps) {
  const isShown = useSignal(false);
  const field = useRef<HTMLInputElement>(null);
  const { linkCopied, linkNotCopied, qrOf } = words.value;
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
          label={copy}
          {...(copyName !== undefined && { name: copyName })}
          said={linkCopied}
          autofocus={autofocus}
          onForbidden={() => {
            field.current?.focus();
            show(linkNotCopied);
          }}
        />
        {hasQr && (
          <button
            type="button"
            class="button"
            aria-label={qrOf(title)}
            aria-expanded={isShown.value}
            onClick={() => {
              isShown.value = !isShown.value;
            }}
          >
            QR
          </button>
        )}
      </div>
      {isShown.value && <LazyQrCode text={link} label={qrOf(title)} />}
    </>
  );
}
