// Formats beside the page. Knows nothing but texts.
import { answerEach } from "../../editor/timedThread.ts";
import { prettified } from "./prettified.ts";

answerEach(prettified);
