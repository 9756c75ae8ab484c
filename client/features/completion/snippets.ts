// Beginnings of programs by a word, for languages whose packages have none of their own. Knows no editor.
import { type Completion, snippetCompletion } from "@codemirror/autocomplete";
import type { Language } from "#protocol/languages.ts";

/** `\n` and a tab, which becomes one step of indentation; `${}` are the places to go through. */
type Snippets = Readonly<Record<string, string>>;

const BRACES: Snippets = {
  if: "if (${condition}) {\n\t${}\n}",
  ifelse: "if (${condition}) {\n\t${}\n} else {\n\t${}\n}",
  while: "while (${condition}) {\n\t${}\n}",
  for: "for (int ${i} = 0; ${i} < ${count}; ${i}++) {\n\t${}\n}",
  switch: "switch (${value}) {\n\tcase ${one}:\n\t\t${}\n\t\tbreak;\n\tdefault:\n\t\t${}\n}",
};

const TRY = { try: "try {\n\t${}\n} catch (${Exception} ${e}) {\n\t${}\n}" };

const BY_LANGUAGE: Partial<Record<Language, Snippets>> = {
  Java: {
    ...BRACES,
    ...TRY,
    main: "public static void main(String[] args) {\n\t${}\n}",
    class: "class ${Name} {\n\t${}\n}",
    foreach: "for (${var} ${one} : ${all}) {\n\t${}\n}",
    sout: "System.out.println(${});",
  },
  C: {
    ...BRACES,
    main: "int main(int argc, char *argv[]) {\n\t${}\n\treturn 0;\n}",
    include: "#include <${stdio.h}>",
    struct: "struct ${name} {\n\t${}\n};",
    printf: 'printf("${%d}\\n", ${});',
  },
  "C++": {
    ...BRACES,
    try: "try {\n\t${}\n} catch (const ${std::exception} &${e}) {\n\t${}\n}",
    main: "int main() {\n\t${}\n\treturn 0;\n}",
    include: "#include <${iostream}>",
    class: "class ${Name} {\npublic:\n\t${}\n};",
    foreach: "for (const auto &${one} : ${all}) {\n\t${}\n}",
    cout: "std::cout << ${} << '\\n';",
  },
  "C#": {
    ...BRACES,
    ...TRY,
    main: "static void Main(string[] args)\n{\n\t${}\n}",
    class: "class ${Name}\n{\n\t${}\n}",
    foreach: "foreach (var ${one} in ${all})\n{\n\t${}\n}",
    prop: "public ${int} ${Name} { get; set; }",
    cw: "Console.WriteLine(${});",
  },
  Rust: {
    fn: "fn ${name}(${}) {\n\t${}\n}",
    main: "fn main() {\n\t${}\n}",
    if: "if ${condition} {\n\t${}\n}",
    for: "for ${one} in ${all} {\n\t${}\n}",
    while: "while ${condition} {\n\t${}\n}",
    match: "match ${value} {\n\t${pattern} => ${},\n\t_ => ${},\n}",
    struct: "struct ${Name} {\n\t${field}: ${i32},\n}",
    impl: "impl ${Name} {\n\t${}\n}",
    test: "#[test]\nfn ${name}() {\n\t${}\n}",
    println: 'println!("{}", ${});',
  },
  PHP: {
    if: BRACES["if"]!,
    ifelse: BRACES["ifelse"]!,
    while: BRACES["while"]!,
    foreach: "foreach (${$all} as ${$one}) {\n\t${}\n}",
    function: "function ${name}(${}) {\n\t${}\n}",
    class: "class ${Name}\n{\n\t${}\n}",
    try: "try {\n\t${}\n} catch (${Exception} $e) {\n\t${}\n}",
  },
  Kotlin: {
    main: "fun main() {\n\t${}\n}",
    fun: "fun ${name}(${}) {\n\t${}\n}",
    class: "class ${Name} {\n\t${}\n}",
    if: BRACES["if"]!,
    for: "for (${one} in ${all}) {\n\t${}\n}",
    when: "when (${value}) {\n\t${one} -> ${}\n\telse -> ${}\n}",
  },
  Swift: {
    func: "func ${name}(${}) {\n\t${}\n}",
    struct: "struct ${Name} {\n\t${}\n}",
    class: "class ${Name} {\n\t${}\n}",
    if: "if ${condition} {\n\t${}\n}",
    for: "for ${one} in ${all} {\n\t${}\n}",
    guard: "guard ${condition} else {\n\t${return}\n}",
  },
  Ruby: {
    def: "def ${name}\n\t${}\nend",
    class: "class ${Name}\n\t${}\nend",
    if: "if ${condition}\n\t${}\nend",
    each: "${all}.each do |${one}|\n\t${}\nend",
    while: "while ${condition}\n\t${}\nend",
  },
  Shell: {
    if: "if [ ${condition} ]; then\n\t${}\nfi",
    for: 'for ${one} in "${$@}"; do\n\t${}\ndone',
    while: "while ${condition}; do\n\t${}\ndone",
    case: 'case "${$1}" in\n\t${one})\n\t\t${}\n\t\t;;\nesac',
    function: "${name}() {\n\t${}\n}",
  },
};

const made = new Map<Language, readonly Completion[]>();

/** Those of a language; a word that is typed for one stands above words that are only written. */
export function snippetsOf(name: Language): readonly Completion[] {
  let all = made.get(name);
  if (all === undefined) {
    all = Object.entries(BY_LANGUAGE[name] ?? {}).map(([label, template]) =>
      snippetCompletion(template, { label, detail: firstLine(template), type: "snippet", boost: 1 }),
    );
    made.set(name, all);
  }
  return all;
}

const firstLine = (template: string): string =>
  (template.split("\n")[0] ?? "").replaceAll(/\$\{([^}]*)\}/g, "$1").slice(0, 40);
