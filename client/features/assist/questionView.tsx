// One question with its answer: words, code and proposals, each as an element of its own. Text never becomes markup. Knows no other question.
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Block } from "../../../server/features/assist/messages.ts";
import { personColour } from "../../personColour.ts";
import { CodeBlock } from "../../ui/parts/codeBlock.tsx";
import { useFocusLeft } from "../../ui/parts/focusLeft.ts";
import { Time } from "../../ui/parts/times/timeWords.tsx";
import { pageLocale } from "../../words.ts";
import {
  type AnswerPart,
  answerParts,
  diffLines,
  pathsFor,
  pathShown,
  type ProposalPart,
  wordsIn,
} from "./answerParts.ts";
import type { AssistModel, ShownQuestion } from "./assistModel.ts";
import { endSays } from "./endSays.ts";
import type { Setting } from "./loadedQuestions.ts";
import { words as firstWords } from "./words.ts";
import { words } from "./words.later.ts";

/** What an owner has set. */
export function SettingView({ model, setting }: { readonly model: AssistModel; readonly setting: Setting }) {
  const { guardrails, askers, setBy, setOff } = words.value;
  const { guardrail, mayAsk, time } = setting;
  const name = model.room.people.nameOf(setting.participant);
  return (
    <p class="assist-note">
      {guardrail === "off" ? setOff(name) : setBy(name, guardrails[guardrail], askers[mayAsk])} <Time time={time} />
    </p>
  );
}

/** They pass by themselves. */
const PASSES: ReadonlySet<string> = new Set(["providerBusy", "providerDown", "unreachable"]);

interface OfQuestion {
  readonly model: AssistModel;
  readonly question: ShownQuestion;
}

export function QuestionView({ model, question }: OfQuestion) {
  const { participant, time, mode, isShared } = question;
  const person = model.room.people.person(participant);
  const name = model.room.people.nameOf(participant);
  const isMine = participant === model.room.people.you.value?.participant;
  if (!isShared && !isMine)
    return (
      <p class="assist-note">
        {words.value.mineOf(name)} <Time time={time} />
      </p>
    );
  return (
    <article
      class="assist-question"
      tabIndex={-1}
      aria-label={`${name}: ${question.question || words.value.modes[mode]}`}
    >
      <p class="assist-by">
        <span class={`assist-person ${personColour(person?.colour ?? 0)}`}>{name}</span> <Time time={time} />
        {!isShared && <span class="assist-mine"> {words.value.mine}</span>}
      </p>
      <p class="assist-asked" dir="auto">
        {mode !== "chat" && <strong>{words.value.modes[mode]} </strong>}
        {question.question ?? (!question.isLost && <em>{words.value.wordless}</em>)}
      </p>
      <Answer model={model} question={question} />
    </article>
  );
}

function Answer({ model, question }: OfQuestion) {
  const { text = "", context, end, isLost } = question;
  const files = model.room.room.value?.files;
  const parts = useMemo(() => {
    const paths = pathsFor(question, files);
    return answerParts(text, (path) => paths.has(path));
  }, [text, files, context, end]);
  return (
    <div class="assist-answer" aria-busy={!end && !isLost}>
      <p class="assist-by">
        <span class="assist-person">{firstWords.value.assistant}</span> {about(model, question)}
      </p>
      {parts.map((part, index) => (
        <PartView key={index} model={model} question={question} part={part} />
      ))}
      {isLost ? <p class="assist-note">{words.value.lost}</p> : <Ending model={model} question={question} />}
    </div>
  );
}

/** What the model saw, and which it was. */
function about(model: AssistModel, { participant, context, provider, model: name, isOwnKey }: ShownQuestion): string {
  const { value: say } = words;
  const { files = [], run, leftOut = [] } = context ?? {};
  const seen = [
    ...files.map(({ path, lines, selected, changed }) => say.sawFile(path, lines, selected, changed)),
    ...(run === undefined ? [] : [say.lastRun]),
  ];
  return [
    say.askedBy(model.room.people.nameOf(participant)),
    ...(context ? [seen.length > 0 ? say.saw(seen.join(", ")) : say.sawNothing] : []),
    ...(leftOut.length > 0 ? [say.leftOut(leftOut.join(", "))] : []),
    isOwnKey ? say.ownKeyOf(`${provider} ${name}`) : name,
  ].join(" · ");
}

function Ending({ model, question }: OfQuestion) {
  const { end, text, id, isOwnKey = false } = question;
  const { value: say } = words;
  if (!end)
    return (
      <div class="assist-going">
        <span class="assist-spinner" />
        <span>{text ? say.answering : say.thinking}</span>
        {model.mayStop(question) && <Stop onStop={() => model.stop(id)} />}
      </div>
    );
  const { ended, code, retryMs, tokens, ms } = end;
  const seconds = new Intl.NumberFormat(pageLocale.value, { maximumFractionDigits: 1 }).format(ms / 1_000);
  return (
    <>
      {ended !== "whole" && (
        <p class={ended === "stopped" ? "assist-note" : "assist-problem"}>
          {endSays(end, isOwnKey)}{" "}
          {retryMs === undefined ? code && PASSES.has(code) && say.tryLater : say.tryIn(retryMs)}
        </p>
      )}
      {tokens.in + tokens.out > 0 && (
        <p class="assist-usage">
          {say.usage(tokens.in, tokens.out)} · {seconds} s
        </p>
      )}
    </>
  );
}

function Stop({ onStop }: { readonly onStop: () => void }) {
  const ref = useRef<HTMLButtonElement>(null);
  useFocusLeft(ref, ".assist");
  return (
    <button ref={ref} type="button" class="button small" onClick={onStop}>
      {words.value.stop}
    </button>
  );
}

interface PartProps<Part> extends OfQuestion {
  readonly part: Part;
}

function PartView({ model, question, part }: PartProps<AnswerPart>) {
  switch (part.type) {
    case "words":
      return <Paragraph text={part.text} />;
    case "code":
      return (
        <CodeBlock
          class="assist-code"
          code={part.text}
          language={part.language || (model.room.room.value?.programmingLanguage ?? "")}
        />
      );
    case "proposal":
      return <Proposal model={model} question={question} part={part} />;
  }
}

const Paragraph = ({ text }: { readonly text: string }) => (
  <p class="assist-words" dir="auto">
    {wordsIn(text).map((one, index) => {
      if (one.type === "text") return one.text;
      if (one.type === "code") return <code key={index}>{one.text}</code>;
      if (one.type === "leftOut") return <em key={index}>{words.value.codeLeftOut}</em>;
      return (
        <a key={index} dir="ltr" href={one.href} target="_blank" rel="noopener noreferrer">
          {one.shown}
        </a>
      );
    })}
  </p>
);

const SIGNS = { same: " ", taken: "−", added: "+" } as const;

function Proposal({ model, question, part }: PartProps<ProposalPart>) {
  const { end, verdicts } = question;
  const block = end?.blocks?.find((one) => one.block === part.block);
  const path = pathShown(part, block);
  const name = words.value.proposal(path, block && "lines" in block ? block.lines : undefined);
  return (
    <section class="assist-proposal" aria-label={name}>
      <p class="assist-path">{name}</p>
      <div
        class="assist-diff"
        dir="ltr"
        translate={false}
        role="group"
        tabIndex={0}
        aria-label={words.value.diffOf(path)}
      >
        {diffLines(part).map(({ is, text }, index) => (
          <div key={index} class={`assist-line ${is}`}>
            <span aria-hidden="true">{SIGNS[is]} </span>
            {is !== "same" && <span class="unseen">{words.value[is]} </span>}
            {text}
          </div>
        ))}
      </div>
      <Outcome model={model} question={question} part={part} block={block} verdict={verdicts.get(part.block)} />
    </section>
  );
}

interface OutcomeProps extends PartProps<ProposalPart> {
  readonly block: Block | undefined;
  readonly verdict: ShownQuestion["verdicts"] extends ReadonlyMap<number, infer Verdict> ? Verdict | undefined : never;
}

function Outcome({ model, question: { id, end }, part, block, verdict }: OutcomeProps) {
  const { value: say } = words;
  if (verdict) {
    const name = model.room.people.nameOf(verdict.participant);
    return (
      <p class="assist-outcome">
        {verdict.isAccepted ? say.acceptedBy(name) : say.refusedBy(name)} · <Time time={verdict.time} />
      </p>
    );
  }
  if (!end) return <p class="assist-outcome">{say.stillWriting}</p>;
  if (!end.blocks) return <p class="assist-outcome">{say.notOffered}</p>;
  if (!block) return <p class="assist-outcome">{part.isOpen ? say.blockProblems.open : say.tooManyBlocks}</p>;
  if ("refused" in block) return <p class="assist-outcome">{say.blockProblems[block.refused]}</p>;
  return model.mayWrite.value ? <Decide model={model} id={id} block={part.block} path={block.path} /> : null;
}

interface DecideProps {
  readonly model: AssistModel;
  readonly id: string;
  readonly block: number;
  readonly path: string;
}

/** What is decided leaves the focus to the next proposal of its answer that is not, or to the answer. */
function useFocusOn(part: { readonly current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const { current } = part;
    return () => {
      if (!current?.contains(document.activeElement)) return;
      const question = current.closest<HTMLElement>(".assist-question");
      const all = [...(question?.querySelectorAll<HTMLElement>(".assist-proposal:has(.assist-decide)") ?? [])];
      const at = all.findIndex((one) => one.contains(current));
      const [next] = [...all.slice(at + 1), ...all.slice(0, at)];
      // not to its buttons: a second press is no decision about another one
      (next?.querySelector<HTMLElement>(".assist-diff") ?? question)?.focus();
    };
  }, []);
}

function Decide({ model, id, block, path }: DecideProps) {
  const ref = useRef<HTMLDivElement>(null);
  useFocusOn(ref);
  if (!model.takesProposals.value) return <p class="assist-outcome">{words.value.notOffered}</p>;
  const problem = model.problemOf(id, block);
  return (
    <div ref={ref} class="assist-decide" role="group" aria-label={words.value.proposal(path)}>
      <button type="button" class="button small primary" onClick={() => model.accept(id, block)}>
        {words.value.accept}
      </button>
      <button type="button" class="button small" onClick={() => model.refuse(id, block)}>
        {words.value.refuse}
      </button>
      <button type="button" class="button quiet small" onClick={() => model.look(id, block)}>
        {words.value.look}
      </button>
      {problem !== undefined && (
        <p class="assist-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
