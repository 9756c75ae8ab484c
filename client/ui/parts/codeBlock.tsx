// Code among words, in the editor's colours once its grammar is here. Knows no editor.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type ColouredText, highlightedCode } from "../../editor/highlightedCode.ts";

interface CodeBlockProps {
  readonly code: string;
  /** as people write it: "python", "js"; of one that nobody knows there are no colours */
  readonly language: string;
  readonly class: string;
}

export function CodeBlock({ code, language, class: className }: CodeBlockProps) {
  const coloured = useSignal<readonly ColouredText[]>([[code, ""]]);
  useEffect(() => {
    let isCurrent = true;
    coloured.value = [[code, ""]];
    highlightedCode(code, language).then(
      (pieces) => {
        if (isCurrent) coloured.value = pieces;
      },
      // it is read without colours as well
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [code, language]);
  return (
    <pre class={`${className} code-colours`} dir="ltr">
      <code>
        {coloured.value.map(([text, classes], index) => (
          <span key={index} class={classes}>
            {text}
          </span>
        ))}
      </code>
    </pre>
  );
}
