// The functions, types and headings of a text, by its syntax tree, or where its grammar makes none by its lines. Knows no screen.
import { language, syntaxTree } from "@codemirror/language";
import type { EditorState, Text } from "@codemirror/state";

type SyntaxNode = ReturnType<typeof syntaxTree>["topNode"];

/** What it is. */
type Kind = "function" | "type" | "module" | "heading" | "rule";

export interface TextSymbol {
  readonly name: string;
  readonly kind: Kind;
  /** in how many others it is */
  readonly depth: number;
  /** where its name begins, in UTF-16 units */
  readonly at: number;
  /** from 1 */
  readonly line: number;
}

const MOST_SYMBOLS = 2_000;
const NAME_CHARACTERS = 120;

/** Nodes of Lezer's grammars that give something a name. */
const KINDS: Readonly<Record<string, Kind>> = {
  ...of("function", "FunctionDeclaration AmbientFunctionDeclaration MethodDeclaration FunctionDefinition"),
  ...of("function", "ConstructorDeclaration FunctionItem MacroDefinition FunctionDecl MethodDecl"),
  ...of("type", "ClassDeclaration InterfaceDeclaration TypeAliasDeclaration EnumDeclaration RecordDeclaration"),
  ...of("type", "AnnotationTypeDeclaration TraitDeclaration ClassDefinition ClassSpecifier StructSpecifier"),
  ...of("type", "UnionSpecifier EnumSpecifier StructItem EnumItem UnionItem TraitItem TypeItem ImplItem TypeSpec"),
  ...of("module", "NamespaceDeclaration NamespaceDefinition ModItem"),
  ...of("heading", "ATXHeading1 ATXHeading2 ATXHeading3 ATXHeading4 ATXHeading5 ATXHeading6"),
  ...of("heading", "SetextHeading1 SetextHeading2"),
  ...of("rule", "RuleSet"),
};

const NAMES = new Set(
  (
    "VariableDefinition TypeDefinition PropertyDefinition PrivatePropertyDefinition Definition VariableName Name " +
    "Identifier FieldIdentifier ScopedIdentifier DestructorName OperatorName TypeIdentifier NamespaceIdentifier " +
    "BoundIdentifier DefName FieldName"
  ).split(" "),
);
/** Between a declaration and its name. */
const ON_THE_WAY = /Declarator$/;
/** A variable that is one of these is a function by its name. */
const FUNCTIONS = new Set(["ArrowFunction", "FunctionExpression"]);

function of(kind: Kind, nodes: string): Record<string, Kind> {
  return Object.fromEntries(nodes.split(" ").map((node) => [node, kind]));
}

/** As far as the text is parsed. */
export function symbolsIn(state: EditorState): readonly TextSymbol[] {
  const parser = state.facet(language)?.parser;
  // a grammar that goes line by line has nodes for colours alone
  return parser && "nodeSet" in parser ? byTree(state) : byLine(state.doc);
}

function byTree(state: EditorState): TextSymbol[] {
  const { doc } = state;
  const found: TextSymbol[] = [];
  /** where those end that this is in */
  const around: number[] = [];
  syntaxTree(state).iterate({
    enter({ node }) {
      if (found.length >= MOST_SYMBOLS) return false;
      const kind = kindOf(node);
      const place = kind && placeOf(node, kind, doc);
      if (kind === undefined || place === undefined) return true;
      while (around.length > 0 && around.at(-1)! <= node.from) around.pop();
      const depth = kind === "heading" ? Number(/\d$/.exec(node.name)?.[0]) - 1 : around.length;
      const name = doc.sliceString(place.from, Math.min(place.to, place.from + NAME_CHARACTERS));
      if (name.trim() === "") return true;
      found.push({
        name: name.replaceAll(/\s+/g, " ").trim(),
        kind,
        depth,
        at: place.from,
        line: doc.lineAt(place.from).number,
      });
      around.push(node.to);
      return true;
    },
  });
  return found;
}

function kindOf(node: SyntaxNode): Kind | undefined {
  if (node.name === "VariableDeclaration")
    return [...childrenOf(node)].some(({ name }) => FUNCTIONS.has(name)) ? "function" : undefined;
  return KINDS[node.name];
}

function placeOf(node: SyntaxNode, kind: Kind, doc: Text): { from: number; to: number } | undefined {
  if (kind === "heading") {
    const mark = node.getChild("HeaderMark");
    const { to } = doc.lineAt(node.from);
    return { from: mark && mark.from === node.from ? mark.to : node.from, to: Math.min(to, node.to) };
  }
  if (kind === "rule") return { from: node.from, to: node.getChild("Block")?.from ?? node.to };
  return nameIn(node);
}

function nameIn(node: SyntaxNode): SyntaxNode | undefined {
  for (const child of childrenOf(node)) {
    if (NAMES.has(child.name)) return child;
    const deeper = ON_THE_WAY.test(child.name) ? nameIn(child) : undefined;
    if (deeper) return deeper;
  }
  return undefined;
}

function* childrenOf(node: SyntaxNode): Generator<SyntaxNode> {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) yield child;
}

const MODIFIERS =
  "(?:(?:public|private|protected|internal|static|abstract|final|override|async|export|open|sealed|virtual|suspend|inline|partial|data|pub|local)\\s+)*";
const NAME = "([\\p{L}_$][\\p{L}\\p{N}_$.:?!]*)";
/** What begins a line, and with it a name. */
const LINES: readonly (readonly [Kind, RegExp])[] = [
  ["function", new RegExp(`^(\\s*)${MODIFIERS}(?:def|defn|defp|func|fun|function|sub|proc|procedure)\\s+${NAME}`, "u")],
  [
    "type",
    new RegExp(
      `^(\\s*)${MODIFIERS}(?:class|struct|interface|trait|enum|object|record|protocol|extension)\\s+${NAME}`,
      "u",
    ),
  ],
  ["module", new RegExp(`^(\\s*)${MODIFIERS}(?:module|namespace|package)\\s+${NAME}`, "u")],
  // as in C#, where nothing but its place says what it is
  [
    "function",
    /^(\s*)(?:(?:public|private|protected|internal|static|async|override|virtual|sealed)\s+)+[\w<>[\],.?]+\s+(\w+)\s*\(/u,
  ],
  ["function", /^(\s*)([\w-]+)\s*\(\)\s*\{/u],
];

function byLine(doc: Text): TextSymbol[] {
  const found: TextSymbol[] = [];
  /** blanks before those that this is in */
  const around: number[] = [];
  let [from, number] = [0, 0];
  for (const text of doc.iterLines()) {
    number++;
    // what is longer is no program
    const said = text.length > NAME_CHARACTERS * 2 ? undefined : beginningOf(text);
    if (said) {
      while (around.length > 0 && around.at(-1)! >= said.blanks) around.pop();
      const { kind, name } = said;
      found.push({ name, kind, depth: around.length, at: from + text.indexOf(name, said.blanks), line: number });
      around.push(said.blanks);
    }
    if (found.length >= MOST_SYMBOLS) break;
    from += text.length + 1;
  }
  return found;
}

function beginningOf(text: string): { kind: Kind; name: string; blanks: number } | undefined {
  for (const [kind, pattern] of LINES) {
    const [, blanks = "", name] = pattern.exec(text) ?? [];
    if (name !== undefined) return { kind, name, blanks: blanks.length };
  }
  return undefined;
}
