// The join code, large and in groups to be read aloud, and until when it can be used. Knows no room.
import type { ComponentChildren } from "preact";
import { homeUrl } from "../../api.ts";
import { CopyButton } from "../../ui/parts/copyButton.tsx";
import { show } from "../../ui/parts/notices.tsx";
import { Way } from "./linkRow.tsx";
import type { LinkDates } from "../../../server/features/roles/messages.ts";
import { words } from "./words.ts";

interface JoinCodeProps {
  readonly dates: (LinkDates & { readonly expires: number }) | undefined;
  /** as long as it was made here */
  readonly code: string | undefined;
  readonly children: ComponentChildren;
}

/** “K7MN 2PQR”. */
const grouped = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`;

export function JoinCode({ code, dates, children }: JoinCodeProps) {
  const { code: said, codeNotCopied, copy, copyOf } = words.value;
  const home = homeUrl()
    .replace(/^https?:\/\//, "")
    .replace(/\/$/, "");
  const isLost = dates !== undefined && code === undefined;
  return (
    <Way title={said.title} text={isLost ? said.lost : said.text(home)} dates={dates} action={children}>
      {dates !== undefined && code !== undefined && (
        <div class="roles-code-line">
          <p class="roles-code">
            <span class="unseen">{[...code].join(" ")}</span>
            <span aria-hidden="true">{grouped(code)}</span>
          </p>
          <CopyButton
            text={grouped(code)}
            label={copy}
            name={copyOf(said.title)}
            said={said.copied}
            onForbidden={() => show(codeNotCopied)}
          />
        </div>
      )}
    </Way>
  );
}
