// Which part of a program gets which class; editor.css colours the classes, for light and dark. Knows no theme.
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags as t } from "@lezer/highlight";

/** Syntax colours by class. */
export const highlightStyle = HighlightStyle.define([
  { tag: [t.keyword, t.modifier, t.self, t.operatorKeyword], class: "syntax-keyword" },
  { tag: [t.string, t.special(t.string), t.regexp, t.attributeValue, t.inserted], class: "syntax-string" },
  { tag: [t.number, t.bool, t.null, t.atom, t.unit, t.color], class: "syntax-number" },
  { tag: [t.comment, t.docComment], class: "syntax-comment" },
  { tag: [t.function(t.variableName), t.function(t.propertyName), t.macroName], class: "syntax-function" },
  { tag: [t.typeName, t.className, t.namespace, t.tagName, t.labelName], class: "syntax-type" },
  { tag: [t.propertyName, t.attributeName], class: "syntax-property" },
  { tag: [t.meta, t.annotation, t.processingInstruction, t.escape], class: "syntax-meta" },
  { tag: [t.invalid, t.deleted], class: "syntax-invalid" },
  { tag: t.heading, class: "syntax-heading" },
  { tag: t.strong, class: "syntax-strong" },
  { tag: t.emphasis, class: "syntax-emphasis" },
  { tag: t.strikethrough, class: "syntax-strikethrough" },
  { tag: [t.link, t.url], class: "syntax-link" },
]);

export const highlighting = syntaxHighlighting(highlightStyle);
