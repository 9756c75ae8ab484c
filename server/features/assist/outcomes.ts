// How an answer can end, and why a thing is not done, in English for a person. Knows no provider's words: they could hold a key.
import type { AnswerCode, Refused } from "./messages.ts";

/** Of an answer that is not whole. */
export const SENTENCES: Readonly<Record<AnswerCode, string>> = {
  stopped: "The answer was stopped.",
  tooLong: "The answer was longer than it may be and is cut. Ask for less at once.",
  broken: "The connection to the provider broke, and the answer is cut. Ask again.",
  silent: "The provider said nothing for too long. Ask again.",
  tooSlow: "The answer took too long and was stopped. Ask for less at once.",
  keyRefused: "The provider does not take the key. Whoever set it has to look at it.",
  providerBusy: "The provider takes no more questions with this key for now. Ask again later.",
  providerDown: "The provider has trouble of its own. Ask again later.",
  unreachable: "The provider cannot be reached. Ask again later.",
  redirected: "The provider's address leads elsewhere, where nothing is sent. Whoever set it has to look at it.",
  unknownModel: "The provider does not have this model. Whoever set it has to look at it.",
  contextTooLong: "What was sent is longer than the model takes. Choose fewer files, or ask less.",
  declined: "The provider declines to answer this.",
  empty: "The answer is empty. Ask in other words.",
  noAnswer: "What came from the provider is no answer. Whoever set its address has to look at it.",
  providerError: "The provider answered with an error. Ask again later.",
  serverStopped: "The server was restarted, or everybody had left, before the answer was there. Ask again.",
  roomClosed: "The question ended with the room: the server is being restarted, everybody had left, or it was deleted.",
  notAllowed: "The answer was stopped: this may not be asked in this room any more.",
};

/** Of what somebody said and what is not done. */
export const REFUSALS: Readonly<Record<Refused, string>> = {
  absent: "This server has no assistant. Ask with a key of your own where that is offered.",
  off: "The assistant is off in this room. Its owners can turn it on.",
  mayNotAsk: "You may not ask the assistant in this room. Ask its owners.",
  mayNotInMode: "This room does not let the assistant do that. Ask it for something else.",
  notOwner: "Only an owner of the room may do that.",
  ownKeysOff: "This server takes no keys of your own.",
  nothingAsked: "There is no question. Write one, or choose what it is about.",
  unknownFile: "The room has no such file any more. Choose another.",
  unknownVersion: "The file has changed too much since. Ask again.",
  tooMuch: "The question and what goes with it are too long. Choose fewer files, or ask less.",
  stopped: "The question was stopped before it was sent.",
  tooMany: "Too many questions are being answered. Wait for one, or stop one.",
  tooOften: "That was too often. Wait a moment and try again.",
  spentServer: "The server has spent what it may for the assistant today. It goes on at midnight UTC.",
  spentRoom: "This room has spent its share of the assistant for today. It goes on at midnight UTC.",
  spentPerson: "You have spent your share of the assistant for today. It goes on at midnight UTC.",
  spentAddress: "Your network has spent its share of the assistant for today. It goes on at midnight UTC.",
  unknownAnswer: "There is no such answer any more. A private one is forgotten when the server restarts. Ask again.",
  notEnded: "The answer is not there yet. Wait for its end.",
  noProposal: "This part of the answer cannot be put into a file. Copy it.",
  mayNotWrite: "You may not change files of this room now.",
  changed: "Somebody has changed the text there meanwhile. Look at it again.",
  notPlaced: "The text there has changed too much. Copy the proposal, or ask again.",
  doneAlready: "That was decided already.",
  notTaken: "The room has not taken the change.",
};
