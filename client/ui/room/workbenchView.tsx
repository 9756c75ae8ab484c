// The workbench: the code in the middle, places beside and under it; on a phone sheets over it. Knows no feature.
import type { ComponentChildren } from "preact";
import { useSignalEffect } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { type Laid, type Side, SIDES } from "./workbench/layout.ts";
import type { RoomModel } from "./roomModel.ts";
import { unit } from "./workbench/unit.ts";
import "./workbench.css";

interface WorkbenchProps {
  readonly model: RoomModel;
  /** what is over has nothing beside it */
  readonly isOver: boolean;
  readonly children: ComponentChildren;
}

export function WorkbenchView({ model, isOver, children }: WorkbenchProps) {
  const { workbench } = model;
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const measure = (): void => {
      const { clientWidth, clientHeight } = ref.current ?? document.documentElement;
      workbench.measured(clientWidth / unit(), clientHeight / unit());
      const below = innerHeight - (ref.current?.getBoundingClientRect().bottom ?? innerHeight);
      document.documentElement.style.setProperty("--below", `${below}px`);
    };
    measure();
    const measuring = new ResizeObserver(measure);
    if (ref.current) measuring.observe(ref.current);
    return () => measuring.disconnect();
  }, [workbench]);
  // what is said in passing stays off what is beside the code, and over what is under it
  useSignalEffect(() => {
    const { right, dock } = workbench.layout.value;
    const beside = (laid: Laid): string => ("size" in laid && !isOver ? `${laid.size / 16}rem` : "0rem");
    document.documentElement.style.setProperty("--beside", beside(right));
    document.documentElement.style.setProperty("--under", beside(dock));
  });
  useEffect(
    () => () => {
      for (const name of ["--beside", "--under", "--below"]) document.documentElement.style.removeProperty(name);
    },
    [],
  );
  const sheet = SIDES.find((side) => workbench.layout.value[side].as === "sheet");
  const over = (["left", "right"] as const).find((side) => workbench.layout.value[side].as === "over");
  const covering = sheet ?? over;
  return (
    <div ref={ref} class={`workbench ${sheet ? "has-sheet" : ""}`}>
      {!isOver && <PlaceAt model={model} side="left" />}
      {/* nobody reads or types under a sheet */}
      <div class="code-column" inert={sheet !== undefined && !isOver}>
        {children}
      </div>
      {!isOver && <PlaceAt model={model} side="dock" />}
      {!isOver && <PlaceAt model={model} side="right" />}
      {!isOver && covering && (
        // only a pointer presses beside it; the keyboard has Escape
        <div class="place-scrim" aria-hidden="true" onClick={() => workbench.foldSide(covering)} />
      )}
    </div>
  );
}

/** The place, or room for it until it is here. */
function PlaceAt({ model, side }: { readonly model: RoomModel; readonly side: Side }) {
  const around = model.around.value;
  if (around) return <around.PlaceView model={model} side={side} />;
  const laid = model.workbench.layout.value[side];
  if (laid.as === "strip") return <div class={`place folded at-${side}`} />;
  if (laid.as !== "beside") return null;
  const size = { [side === "dock" ? "height" : "width"]: `${laid.size / 16}rem` };
  return <div class={`place at-${side} as-beside`} style={size} />;
}
