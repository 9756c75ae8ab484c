// How each provider writes a streamed answer, as far as its clients need it. Knows no socket.

/** What an answer took, and how it ends: as the model does, or not. */
interface End {
  readonly reason: "stop" | "length" | "filter" | "tool";
  readonly in: number;
  readonly out: number;
}

/** One provider's way to say it; each string is written as it is. */
export interface WireFormat {
  /** of the request's body: what it is told by whom */
  question(body: Body): { readonly system: string; readonly user: string };
  begin(model: string): string;
  delta(text: string): string;
  end(end: End, text: string): string;
  /** a tool is called, with what it is given as JSON text; then comes an end by `tool` */
  tool(name: string, given: string): string;
  /** in the middle of an answer */
  trouble(message: string): string;
  /** instead of an answer */
  refusal(status: number, message: string): object;
  key(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string;
}

interface Part {
  readonly text?: string;
}
interface Message {
  readonly role?: string;
  readonly content?: string | readonly Part[];
  readonly parts?: readonly Part[];
}
export interface Body {
  readonly model?: string;
  readonly messages?: readonly Message[];
  readonly input?: readonly Message[];
  readonly contents?: readonly Message[];
  readonly system?: readonly Part[];
  readonly systemInstruction?: { readonly parts: readonly Part[] };
}

const event = (data: object | string, name?: string): string =>
  `${name === undefined ? "" : `event: ${name}\n`}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
const textOf = ({ content, parts }: Message): string =>
  typeof content === "string" ? content : (content ?? parts ?? []).map(({ text = "" }) => text).join("");
const said = (messages: readonly Message[] = [], roles: readonly string[]): string =>
  messages
    .filter(({ role = "" }) => roles.includes(role))
    .map(textOf)
    .join("\n");
const SYSTEM = ["system", "developer"];
const bearer: WireFormat["key"] = ({ authorization }) => String(authorization ?? "").replace(/^Bearer /, "");

const chunk = (more: object): string =>
  event({ id: "chat-1", object: "chat.completion.chunk", created: 1, model: "fake", ...more });

const chat: WireFormat = {
  question: ({ messages }) => ({ system: said(messages, SYSTEM), user: said(messages, ["user"]) }),
  begin: () => chunk({ choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }] }),
  delta: (text) => chunk({ choices: [{ index: 0, delta: { content: text }, finish_reason: null }] }),
  end({ reason, in: read, out }) {
    const finish = reason === "filter" ? "content_filter" : reason === "tool" ? "tool_calls" : reason;
    const usage = { prompt_tokens: read, completion_tokens: out, total_tokens: read + out };
    return (
      chunk({ choices: [{ index: 0, delta: {}, finish_reason: finish }] }) +
      chunk({ choices: [], usage }) +
      event("[DONE]")
    );
  },
  tool(name, given) {
    const call = { index: 0, id: "call-1", type: "function", function: { name, arguments: given } };
    return chunk({ choices: [{ index: 0, delta: { tool_calls: [call] }, finish_reason: null }] });
  },
  trouble: (message) => event({ error: { message, type: "server_error", code: "server_error" } }),
  refusal: (status, message) => ({ error: { message, type: "fake", code: String(status), param: null } }),
  key: bearer,
};

const ITEM = { item_id: "msg-1", output_index: 0, content_index: 0 };
const responsesEvent = (type: string, more: object): string => event({ type, sequence_number: 0, ...more }, type);

const responses: WireFormat = {
  question: ({ input }) => ({ system: said(input, SYSTEM), user: said(input, ["user"]) }),
  begin(model) {
    const response = { id: "resp-1", object: "response", created_at: 1, model, status: "in_progress", output: [] };
    const item = { id: "msg-1", type: "message", status: "in_progress", role: "assistant", content: [] };
    return (
      responsesEvent("response.created", { response }) +
      responsesEvent("response.in_progress", { response }) +
      responsesEvent("response.output_item.added", { output_index: 0, item }) +
      responsesEvent("response.content_part.added", {
        ...ITEM,
        part: { type: "output_text", text: "", annotations: [] },
      })
    );
  },
  delta: (text) => responsesEvent("response.output_text.delta", { ...ITEM, delta: text, logprobs: [] }),
  end({ reason, in: read, out }, text) {
    const part = { type: "output_text", text, annotations: [] };
    const item = { id: "msg-1", type: "message", status: "completed", role: "assistant", content: [part] };
    const usage = {
      input_tokens: read,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: out,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: read + out,
    };
    const isWhole = reason === "stop" || reason === "tool";
    const why = reason === "length" ? "max_output_tokens" : "content_filter";
    const response = {
      id: "resp-1",
      object: "response",
      created_at: 1,
      model: "fake",
      status: isWhole ? "completed" : "incomplete",
      incomplete_details: isWhole ? null : { reason: why },
      output: [item],
      usage,
    };
    return (
      responsesEvent("response.output_text.done", { ...ITEM, text, logprobs: [] }) +
      responsesEvent("response.content_part.done", { ...ITEM, part }) +
      responsesEvent("response.output_item.done", { output_index: 0, item }) +
      responsesEvent(isWhole ? "response.completed" : "response.incomplete", { response })
    );
  },
  tool(name, given) {
    const item = {
      id: "call-1",
      type: "function_call",
      call_id: "call-1",
      name,
      arguments: given,
      status: "completed",
    };
    const at = { item_id: item.id, output_index: 1 };
    return (
      responsesEvent("response.output_item.added", { output_index: 1, item: { ...item, arguments: "" } }) +
      responsesEvent("response.function_call_arguments.done", { ...at, arguments: given }) +
      responsesEvent("response.output_item.done", { output_index: 1, item })
    );
  },
  trouble: (message) => responsesEvent("error", { code: "server_error", message, param: null }),
  refusal: (status, message) => ({ error: { message, type: "fake", code: String(status), param: null } }),
  key: bearer,
};

const anthropic: WireFormat = {
  question: ({ system = [], messages }) => ({
    system: system.map(({ text = "" }) => text).join("\n"),
    user: said(messages, ["user"]),
  }),
  begin(model) {
    const usage = { input_tokens: 11, output_tokens: 1 };
    const message = { id: "msg-1", type: "message", role: "assistant", model, content: [], usage };
    return (
      event(
        { type: "message_start", message: { ...message, stop_reason: null, stop_sequence: null } },
        "message_start",
      ) +
      event(
        { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
        "content_block_start",
      ) +
      event({ type: "ping" }, "ping")
    );
  },
  delta: (text) =>
    event({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }, "content_block_delta"),
  end({ reason, out }) {
    const stop = { stop: "end_turn", length: "max_tokens", filter: "refusal", tool: "tool_use" }[reason];
    return (
      event({ type: "content_block_stop", index: 0 }, "content_block_stop") +
      event(
        {
          type: "message_delta",
          delta: { stop_reason: stop, stop_sequence: null },
          usage: { output_tokens: out },
        },
        "message_delta",
      ) +
      event({ type: "message_stop" }, "message_stop")
    );
  },
  tool(name, given) {
    const block = { type: "tool_use", id: "call-1", name, input: {} };
    const delta = { type: "input_json_delta", partial_json: given };
    return (
      event({ type: "content_block_start", index: 1, content_block: block }, "content_block_start") +
      event({ type: "content_block_delta", index: 1, delta }, "content_block_delta") +
      event({ type: "content_block_stop", index: 1 }, "content_block_stop")
    );
  },
  trouble: (message) => event({ type: "error", error: { type: "overloaded_error", message } }, "error"),
  refusal: (_status, message) => ({ type: "error", error: { type: "fake", message }, request_id: "req-1" }),
  key: (headers) => String(headers["x-api-key"] ?? ""),
};

const candidate = (text: string, more: object = {}, usage?: object): string =>
  event({
    candidates: [{ content: { parts: [{ text }], role: "model" }, index: 0, ...more }],
    ...(usage && { usageMetadata: usage }),
    modelVersion: "fake",
  });

const google: WireFormat = {
  question: ({ systemInstruction, contents }) => ({
    system: (systemInstruction?.parts ?? []).map(({ text = "" }) => text).join("\n"),
    user: said(contents, ["user"]),
  }),
  begin: () => "",
  delta: (text) => candidate(text),
  end({ reason, in: read, out }) {
    const finishReason = { stop: "STOP", length: "MAX_TOKENS", filter: "SAFETY", tool: "STOP" }[reason];
    const usage = { promptTokenCount: read, candidatesTokenCount: out, totalTokenCount: read + out };
    return candidate("", { finishReason }, usage);
  },
  tool(name, given) {
    const functionCall = { name, args: JSON.parse(given) as object };
    return event({ candidates: [{ content: { parts: [{ functionCall }], role: "model" }, index: 0 }] });
  },
  trouble: (message) => event({ error: { code: 503, message, status: "UNAVAILABLE" } }),
  refusal: (status, message) => ({ error: { code: status, message, status: "FAKE" } }),
  key: (headers) => String(headers["x-goog-api-key"] ?? ""),
};

/** Which is spoken at a path; undefined: none. */
export function formatOf(path: string): WireFormat | undefined {
  if (path.endsWith("/chat/completions")) return chat;
  if (path.endsWith("/responses")) return responses;
  if (path.endsWith("/messages")) return anthropic;
  return path.includes(":streamGenerateContent") ? google : undefined;
}
