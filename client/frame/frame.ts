// The page of a frame: starts the script that it is handed, and answers so that the page knows that it is alive. Knows no language.
import { Batches } from "./batches.ts";
import { buffersIn, type Handed, type Said } from "./messages.ts";

function start({ where, script }: Handed, program: MessagePort, pulse: MessagePort): void {
  pulse.onmessage = () => pulse.postMessage("alive");
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  if (where === "worker") {
    const worker = new Worker(url);
    worker.onerror = (event) => {
      event.preventDefault();
      pulse.postMessage("failed");
    };
    // here, where no loop of the program holds up what it wrote before
    const inner = new MessageChannel();
    const batches = new Batches((message) => program.postMessage(message, buffersIn(message)));
    inner.port1.onmessage = ({ data }: MessageEvent<Said>) => batches.take(data);
    program.onmessage = ({ data }: MessageEvent<unknown>) => inner.port1.postMessage(data, buffersIn(data));
    worker.postMessage(undefined, [inner.port2]);
    return;
  }
  const element = document.createElement("script");
  element.src = url;
  element.onload = () => postMessage(undefined, "*", [program]);
  element.onerror = () => pulse.postMessage("failed");
  document.head.append(element);
}

addEventListener("message", function handed(event: MessageEvent<Handed>) {
  const [program, pulse] = event.ports;
  if (event.source !== parent || !program || !pulse) return;
  removeEventListener("message", handed);
  start(event.data, program, pulse);
});
